/// Reading fields from a document: which values Prometheus' YAML reader (yaml.v2) takes for which field.
extension RelabelRule {
    /// A scalar as a document writes it.
    package struct Scalar: Sendable, Equatable {
        package var text: String
        /// Neither quoted nor in a block, so that it can mean a number or null.
        package var isPlain: Bool
        /// The tag written at it, resolved: `tag:yaml.org,2002:str`; nil for none.
        package var tag: String?

        package init(_ text: String, isPlain: Bool, tag: String? = nil) {
            self.text = text
            self.isPlain = isPlain
            self.tag = tag
        }

        static let tagPrefix = "tag:yaml.org,2002:"

        /// What the tag says, without its prefix.
        private var shortTag: String? {
            guard let tag else { return nil }
            return tag.hasPrefix(Self.tagPrefix) ? String(tag.dropFirst(Self.tagPrefix.count)) : tag
        }

        /// Whether it stands for nothing, in a way that the reader sees before it asks for the field's type.
        ///
        /// The quoted words `null` and `~` are among these: a peculiarity of yaml.v2.
        var isSkipped: Bool {
            if shortTag == "null" { return true }
            return tag == nil && (["null", "~"].contains(text) || text.isEmpty && isPlain)
        }

        /// Whether its value is null.
        var isNull: Bool {
            if shortTag == "null" { return ["", "~", "null", "Null", "NULL"].contains(text) }
            return tag == nil && isPlain && ["", "~", "null", "Null", "NULL"].contains(text)
        }

        /// Text for a field that is text, which takes any scalar as it is written; null is empty.
        func string(_ field: Field) throws(RelabelFault) -> [UInt8] {
            if isNull { return [] }
            switch shortTag {
            case nil, "str": return Array(text.utf8)
            case "binary":
                throw RelabelFault(
                    .decoding, field, "`\(field.rawValue)` is written as !!binary; write the text itself")
            case "int" where YAMLNumber(text)?.isInteger == true, "float" where YAMLNumber(text) != nil,
                "bool" where Self.booleans.contains(text):
                return Array(text.utf8)
            case "int", "float", "bool", "null", "timestamp":
                throw RelabelFault(
                    .decoding, field, "`\(text)` does not agree with its tag !!\(shortTag ?? ""); take the tag away")
            default: return Array(text.utf8)
            }
        }

        /// The words YAML 1.1 reads as true or false.
        private static let booleans = Set(
            ["y", "yes", "true", "on", "n", "no", "false", "off"].flatMap { word in
                [word, word.uppercased(), word.prefix(1).uppercased() + word.dropFirst()]
            })

        func modulus() throws(RelabelFault) -> UInt64 {
            if isNull { return 0 }
            if isPlain && tag == nil || ["int", "float"].contains(shortTag), let number = YAMLNumber(text)?.unsigned {
                return number
            }
            throw RelabelFault(.decoding, .modulus, "`modulus` is `\(text)`; expected a whole number, not quoted")
        }
    }

    /// Reads a scalar into a field. `source_labels` takes a list instead, or null.
    package mutating func set(_ field: Field, to scalar: Scalar) throws(RelabelFault) {
        try note(field)
        switch field {
        case .sourceLabels:
            guard scalar.isNull else {
                throw RelabelFault(
                    .decoding, field, "`source_labels` is the text `\(scalar.text)`; expected a list: [\(scalar.text)]")
            }
            sourceLabels = []
            written.remove(.sourceLabels)
        case .separator: separator = try scalar.string(field)
        case .regex: try setRegex(scalar)
        case .modulus: modulus = try scalar.modulus()
        case .targetLabel: targetLabel = try scalar.string(field)
        case .replacement: replacement = try scalar.string(field)
        case .action:
            if scalar.isSkipped, scalar.isNull {
                action = nil
                return
            }
            let text = String(decoding: try scalar.string(field), as: UTF8.self)
            guard let action = Action(written: text, in: language) else {
                let quoted = QuotedText.quoted(Array(text.utf8))
                let isForeign = Action(written: text, in: .vmagent) != nil
                throw RelabelFault(
                    isForeign ? .otherLanguage : .decoding, field, "unknown relabel action \(quoted)")
            }
            self.action = action
        case .condition, .match, .labels:
            throw RelabelFault(.otherLanguage, field, "unknown field `\(field.rawValue)` in a relabelling rule")
        }
    }

    /// Reads the list of source labels.
    package mutating func setSourceLabels(_ scalars: [Scalar]) throws(RelabelFault) {
        try note(.sourceLabels)
        sourceLabels = []
        for scalar in scalars {
            let name = try scalar.string(.sourceLabels)
            // A null is not looked at, and reads as the label with the empty name, which no series has.
            guard scalar.isSkipped || NameScheme.utf8.accepts(name) else {
                throw RelabelFault(.decoding, .sourceLabels, "\(QuotedText.quoted(name)) is not a valid label name")
            }
            sourceLabels.append(name)
        }
    }

    /// A field whose value is a list or a mapping where a scalar belongs.
    package static func wrongKind(of field: Field, found: String) -> RelabelFault {
        let expected =
            switch field {
            case .sourceLabels: "a list of label names"
            case .modulus: "a whole number"
            case .regex: "a regular expression"
            case .condition: "a series selector, or a list of them"
            case .labels: "a mapping"
            default: "text"
            }
        if field == .regex, found == "a list" {
            return RelabelFault(.otherLanguage, field, "`regex` is a list; expected a regular expression")
        }
        return RelabelFault(.decoding, field, "`\(field.rawValue)` is \(found); expected \(expected)")
    }

    private mutating func setRegex(_ scalar: Scalar) throws(RelabelFault) {
        guard scalar.isNull || !scalar.isSkipped || language == .vmagent else {
            throw RelabelFault(
                .decoding, .regex,
                "Prometheus cannot read the quoted word `\(scalar.text)` as a regular expression; write (\(scalar.text))"
            )
        }
        regex = String(decoding: try scalar.string(.regex), as: UTF8.self)
    }

    /// Notes that a field is there whose value the caller reads.
    package mutating func write(_ field: Field) throws(RelabelFault) { try note(field) }

    private mutating func note(_ field: Field) throws(RelabelFault) {
        guard written.insert(field).inserted, !seen.contains(field) else {
            throw RelabelFault(.repeated, field, "`\(field.rawValue)` is written twice in this rule; keep one")
        }
        seen.insert(field)
    }
}
