import PromQL

/// A query as it is collected, before it is followed through recording rules.
struct UsageQuery {
    let kind: UsageReader.Kind
    let owner: String
    let path: String
    let expression: Expression
    let demand: LabelDemand
    /// Where bytes of the expression stand in the file.
    let place: @Sendable (Range<Int>) -> Range<Int>
    /// Parts of the expression that stand for variables.
    var placeholders: [DashboardExpression.Placeholder] = []
    /// All values a variable can have, where they are known.
    var values: [String: [String]] = [:]
    /// Whether parts of it are only known to Helm.
    var isMasked = false
    /// The line of the file, where that is not kept as text.
    var line: Int?
    /// What a recording rule records, and the labels it sets.
    var records: String?
    var labels: [String: String] = [:]
}

extension UsageQuery {
    /// The parts of a name that do not stand for variables, and those that do; `nil` if no variable is in it.
    func variables(inName name: String) -> (literals: [String], variables: [String])? {
        guard !placeholders.isEmpty, name.utf8.count < 4096 else { return nil }
        var (literals, variables): ([String], [String]) = ([], [])
        var rest = name[...]
        for (number, placeholder) in placeholders.enumerated() {
            let word = VariableMask.word(number)
            guard let range = rest.firstRange(of: word) else { continue }
            literals.append(String(rest[..<range.lowerBound]))
            variables.append(placeholder.variable)
            rest = rest[range.upperBound...]
        }
        return variables.isEmpty ? nil : (literals + [String(rest)], variables)
    }

    /// Everything that a name can become: `nil` if it is not known, or too much to list.
    func resolutions(ofName name: String) -> [String]? {
        guard let (literals, variables) = variables(inName: name) else { return [name] }
        var results = [literals[0]]
        for (index, variable) in variables.enumerated() {
            guard let values = values[variable], !values.isEmpty, results.count * values.count <= 1000 else {
                return nil
            }
            results = results.flatMap { start in values.map { start + $0 + literals[index + 1] } }
        }
        return results
    }

    /// Names by their known parts: `node_$x_bytes` is `node_.*_bytes`. `nil` if nothing is known.
    func pattern(ofName name: String) -> Matcher? {
        guard let (literals, _) = variables(inName: name), literals.contains(where: { !$0.isEmpty }) else { return nil }
        let pattern = literals.map { $0.replacing(".", with: "\\.") }.joined(separator: ".*")
        return try? Matcher(name: Matcher.nameLabel, type: .regex, value: pattern)
    }
}
