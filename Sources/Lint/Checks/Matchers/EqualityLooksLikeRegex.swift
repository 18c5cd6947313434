import Manifests
import PromQL
import Regex

/// `code="5.."`: a regular expression that is compared as text.
enum EqualityLooksLikeRegex: Check {
    static let info = CheckInfo(
        "matcher/equality-looks-like-regex", .warning,
        summary: "A matcher compares a label with the text of a regular expression.",
        rationale: """
            `=` and `!=` compare the whole value byte by byte. With a pattern as their value `=` selects nothing and `!=` \
            excludes nothing, and neither is ever reported by Prometheus: the alert just never fires.

            Write `=~` or `!~` where a pattern is meant.
            """,
        fix: .safe,
        faulty: [
            Example(
                alert: #"sum(rate(http_requests_total{↓code="5.."}[5m])) > 1"#,
                fixed: #"sum(rate(http_requests_total{code=~"5.."}[5m])) > 1"#),
            Example(
                alert: #"node_filesystem_avail_bytes{↓fstype!="tmpfs|overlay"} < 1e9"#,
                fixed: #"node_filesystem_avail_bytes{fstype!~"tmpfs|overlay"} < 1e9"#),
            Example(
                alert: #"alertmanager_notifications_failed_total{↓integration="~.*"} > 0"#,
                fixed: #"alertmanager_notifications_failed_total{integration=~".*"} > 0"#,
                note: "The `~` slipped into the quotes."),
        ],
        clean: [
            Example(alert: #"up{instance="db.example.com:9100"} == 0"#, note: "A dot alone makes no pattern."),
            Example(alert: #"probe_success{instance="https://example.com/?a=b"} == 0"#),
            Example(alert: #"http_requests_total{path="/api/{id}"} > 1"#),
            Example(alert: #"http_requests_total{code=~"5.."} > 1"#),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        rule.forEachMatcher { matcher, _ in
            guard !matcher.type.isRegex, let pattern = Self.pattern(in: matcher),
                (try? Regex(pattern, for: .matching)) != nil, let text = MatcherText(matcher, in: rule.expr.value)
            else { return }
            let symbol = matcher.type.withRegex.rawValue
            var edits = [Fix.Edit(rule.expr.fileRange(of: text.operatorRange), symbol)]
            if pattern != matcher.value {
                let tilde = text.contentRange.lowerBound..<text.contentRange.lowerBound + 1
                edits.append(Fix.Edit(rule.expr.fileRange(of: tilde), ""))
            }
            let effect = matcher.type == .equal ? "no series has such a value" : "it excludes nothing"
            context.report(
                "`\(matcher)` compares \(matcher.name) with a regular expression as if it were text: \(effect)",
                in: rule.expr, at: matcher.range,
                advice: "write `\(matcher.name)\(symbol)\"\(pattern)\"`",
                fix: text.isPlain ? Fix(.safe, "Match \(matcher.name) with \(symbol)", edits) : nil)
        }
    }

    /// The regular expression that is meant, if the text is more likely one than a value.
    private static func pattern(in matcher: Matcher) -> String? {
        let bytes = matcher.bytes
        if bytes.first == UInt8(ascii: "~"), bytes.count > 1 { return String(matcher.value.dropFirst()) }
        return isPattern(bytes) ? matcher.value : nil
    }

    private static func isPattern(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, let last = bytes.last, bytes.count > 1 else { return false }
        if isStatusClass(bytes) { return true }
        for (one, next) in zip(bytes, bytes.dropFirst()) {
            switch (one, next) {
            case (UInt8(ascii: "."), UInt8(ascii: "*")), (UInt8(ascii: "."), UInt8(ascii: "+")),
                (UInt8(ascii: "]"), UInt8(ascii: "+")), (UInt8(ascii: "]"), UInt8(ascii: "*")),
                (UInt8(ascii: "\\"), UInt8(ascii: "d")), (UInt8(ascii: "\\"), UInt8(ascii: "w")),
                (UInt8(ascii: "\\"), UInt8(ascii: ".")):
                return true
            default: break
            }
        }
        if first == UInt8(ascii: "^") || last == UInt8(ascii: "$") {
            return first != UInt8(ascii: "$") && bytes.allSatisfy { isWord($0) || "^$|()".utf8.contains($0) }
        }
        return isAlternation(bytes)
    }

    /// `5..`, `[45]..`
    private static func isStatusClass(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 3, bytes.suffix(2).allSatisfy({ $0 == UInt8(ascii: ".") }) else { return false }
        let head = bytes.dropLast(2)
        return head.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || "[]-".utf8.contains($0) }
    }

    /// `a|b`: words with bars between them, and nothing a URL, a path or a command line would hold.
    private static func isAlternation(_ bytes: [UInt8]) -> Bool {
        guard bytes.contains(UInt8(ascii: "|")) else { return false }
        let arms = bytes.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
        return arms.allSatisfy { arm in !arm.isEmpty && arm.allSatisfy { isWord($0) || "()-.*+:".utf8.contains($0) } }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
