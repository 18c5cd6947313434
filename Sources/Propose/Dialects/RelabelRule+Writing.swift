import Relabel

/// What a field says, for a writer to quote.
enum WrittenValue: Equatable {
    case text(String)
    case texts([String])
    case number(UInt64)
}

extension RelabelRule {
    /// The fields that have to be written for the rule to mean what it means, the action first.
    ///
    /// Throws for a rule that Prometheus refuses, and for text that is not UTF-8, which no configuration can hold.
    func writtenFields() throws(DialectRefusal) -> [(field: Field, value: WrittenValue)] {
        do throws(RelabelFault) {
            _ = try compiledRegex()
            if let fault = validate() { throw fault }
        } catch {
            throw DialectRefusal("Prometheus refuses this rule: \(error.message)", rule: self)
        }
        guard language == .prometheus else {
            throw DialectRefusal("vmagent's own rules are not written for other programs", rule: self)
        }
        guard let action else { throw DialectRefusal("a relabelling rule without an action", rule: self) }
        var fields: [(field: Field, value: WrittenValue)] = [(.action, .text(action.rawValue))]
        if !sourceLabels.isEmpty {
            var names: [String] = []
            for label in sourceLabels { names.append(try text(label, .sourceLabels)) }
            fields.append((.sourceLabels, .texts(names)))
        }
        if separator != Self.defaultSeparator { fields.append((.separator, .text(try text(separator, .separator)))) }
        if !regex.utf8.elementsEqual("(.*)".utf8) { fields.append((.regex, .text(readableRegex))) }
        if modulus != 0 { fields.append((.modulus, .number(modulus))) }
        if !targetLabel.isEmpty { fields.append((.targetLabel, .text(try text(targetLabel, .targetLabel)))) }
        if replacement != Self.defaultReplacement {
            fields.append((.replacement, .text(try text(replacement, .replacement))))
        }
        return fields
    }

    /// The pattern, or one that means the same where Prometheus' YAML reader takes it for nothing, even in quotes. A
    /// tag would help there, but is lost on the way through Kubernetes.
    var readableRegex: String { regex == "null" || regex == "~" ? "(?:\(regex))" : regex }

    private func text(_ bytes: [UInt8], _ field: Field) throws(DialectRefusal) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DialectRefusal("`\(field.rawValue)` is not UTF-8, so no configuration can hold it", rule: self)
        }
        return text
    }
}
