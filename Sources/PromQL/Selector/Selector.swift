import Regex

/// Which series are meant: a metric's name, conditions on labels, or both.
package struct Selector: Sendable, Equatable {
    /// The name in front of the braces, if there is one.
    package let name: String?
    /// Every condition, the one the name in front stands for last.
    package let matchers: [Matcher]
    /// Bytes of the expression.
    package let range: Range<Int>

    /// Reads a series selector on its own, as `--match` takes it: `up`, `{job=~"a.*"}`, `{"my.metric", "l.x"="y"}`.
    ///
    /// At least one matcher must refuse the empty value, as in Prometheus: all the rest would select every series.
    package init(parsing text: String) throws(PromQLError) {
        var parser = Parser(text)
        self = try parser.parseLoneSelector()
    }

    /// Reads conditions that are asked of one series, so that they may hold for every one: vmagent's `if`.
    package init(parsingConditions text: String) throws(PromQLError) {
        var parser = Parser(text)
        self = try parser.parseLoneSelector(selectsSome: false)
    }

    init(name: String?, matchers: [Matcher], range: Range<Int>) {
        self.name = name
        self.matchers = name.map { matchers + [Matcher(metricName: Array($0.utf8))] } ?? matchers
        self.range = range
    }

    /// The names it can select, if matchers fix them: by equality, or by a regular expression that is a list.
    package var metricNames: [String]? {
        if let name { return [name] }
        for matcher in matchers where matcher.name == Matcher.nameLabel {
            if matcher.type == .equal { return [matcher.value] }
            if matcher.type == .regex, let values = matcher.regex?.onlyValues { return values }
        }
        return nil
    }

    /// What Prometheus refuses about a selector that is well formed.
    func check() throws(PromQLError) {
        if let name {
            if let other = matchers.dropLast().first(where: { $0.name == Matcher.nameLabel }) {
                let names = "\(Quoting.quoted(name.utf8)) or \(Quoting.quoted(other.bytes))"
                throw PromQLError("metric name must not be set twice: \(names)", at: range)
            }
        } else if matchers.allSatisfy(\.matchesEmpty) {
            throw PromQLError("vector selector must contain at least one non-empty matcher", at: range)
        }
    }
}

extension Selector: CustomStringConvertible {
    /// As Prometheus prints it: the matchers sorted, the name in front where it stood there.
    package var description: String {
        let name = name ?? ""
        let shown = matchers.filter { matcher in
            !(matcher.name == Matcher.nameLabel && matcher.type == .equal && matcher.value == name && !name.isEmpty)
        }
        guard !shown.isEmpty else { return name.isEmpty ? "{}" : name }
        let texts = shown.map { Array($0.description.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        return "\(name){\(texts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ","))}"
    }
}
