import Manifests
import PromQL
import Regex

/// `job=~"api"`: a regular expression that matches one value.
enum RegexForOneValue: Check {
    static let info = CheckInfo(
        "matcher/regex-for-one-value", .info,
        summary: "A regular expression matches exactly one value.",
        rationale: """
            `=~` makes a reader look for the pattern, and there is none. Equality says what is meant, and Prometheus looks \
            it up in the index instead of trying every value of the label.
            """,
        fix: .safe,
        faulty: [
            Example(alert: #"up{↓job=~"api"} == 0"#, fixed: #"up{job="api"} == 0"#),
            Example(alert: #"up{↓job!~"^api$"} == 0"#, fixed: #"up{job!="api"} == 0"#),
            Example(alert: #"up{↓version=~"1\\.2"} == 0"#, note: "Only 1.2, for the dot is escaped."),
        ],
        clean: [
            Example(alert: #"up{job=~"api|web"} == 0"#),
            Example(alert: #"up{job=~"api.*"} == 0"#),
            Example(alert: #"up{job=~"(?i)api"} == 0"#),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        rule.forEachPattern { matcher, _ in
            guard let value = matcher.onlyValue, let text = MatcherText(matcher, in: rule.expr.value) else { return }
            let symbol = matcher.type.withoutRegex.rawValue
            context.report(
                value.isEmpty
                    ? "`\(matcher)` matches the empty value only" : "`\(matcher)` matches one value only, `\(value)`",
                in: rule.expr, at: matcher.range,
                advice: "write `\(matcher.name)\(symbol)\"\(value)\"`",
                fix: Self.fix(matcher, text, value, symbol, rule))
        }
    }

    /// Only where the value stands in the pattern as it is, perhaps between anchors: bytes are taken out, none put in.
    private static func fix(
        _ matcher: Matcher, _ text: MatcherText, _ value: String, _ symbol: String, _ rule: Rule
    ) -> Fix? {
        guard text.isPlain else { return nil }
        var content = text.contentRange
        var edits = [Fix.Edit(rule.expr.fileRange(of: text.operatorRange), symbol)]
        if matcher.value.hasPrefix("^") {
            edits.append(Fix.Edit(rule.expr.fileRange(of: content.lowerBound..<content.lowerBound + 1), ""))
            content = content.lowerBound + 1..<content.upperBound
        }
        if matcher.value.hasSuffix("$"), !content.isEmpty {
            edits.append(Fix.Edit(rule.expr.fileRange(of: content.upperBound - 1..<content.upperBound), ""))
            content = content.lowerBound..<content.upperBound - 1
        }
        let left = Array(rule.expr.value.utf8)[content]
        return left.elementsEqual(value.utf8) ? Fix(.safe, "Compare \(matcher.name) with \(symbol)", edits) : nil
    }
}

extension Matcher {
    /// The one value that a regular expression matches, anchors that are written aside.
    var onlyValue: String? {
        guard let regex else { return nil }
        if let values = regex.onlyValues { return values.count == 1 ? values.first : nil }
        let starts = value.hasPrefix("^")
        let ends = value.hasSuffix("$") && !value.hasSuffix("\\$")
        guard starts || ends, PatternArms(value)?.arms.count == 1 else { return nil }
        let inner = String(value.dropFirst(starts ? 1 : 0).dropLast(ends ? 1 : 0))
        let values = (try? Matcher(name: name, type: type, value: inner))?.regex?.onlyValues
        return values?.count == 1 ? values?.first : nil
    }
}
