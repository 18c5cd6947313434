import Regex

@testable import Relabel

/// Random numbers that come again: xorshift.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

/// Rules and series over few names and values, so that steps meet what others did.
struct RandomRules {
    var random: SeededGenerator

    static let names = ["__name__", "a", "b", "c", "ab", "job", "le", "A"]
    static let values = ["", "a", "b", "ab", "up", "1", "1.0", "a;b", "x-1", "é", "job"]
    private static let patterns = [
        "a", "(.*)", "(a|b)", "(.+)-(.*)", "a.*", "up", ".*;.*", "([^;]*);(.*)", "", "[a-c]+", "a)|(b", "__name__|job",
        "(?i)AB",
        "(a)(b)?",
    ]
    private static let replacements = ["$1", "", "x", "$2$1", "${1}_x", "$$", "$0", "a", "b"]
    private static let targets = ["a", "b", "ab", "new", "$1", "${1}_x", "le", "__name__"]
    private static let mapped = ["$1", "$0_m", "new", "a", "${0}${0}"]

    private mutating func pick<T>(_ items: [T], _ fallback: T) -> T { items.randomElement(using: &random) ?? fallback }

    mutating func rule() -> RelabelRule {
        let action = pick(Action.ofPrometheus, .replace)
        let sources = (0..<Int.random(in: 0...4, using: &random)).map { _ in pick(Self.names, "a") }
        let separator = pick([nil, nil, "", "-"], nil)
        let regex = pick(Self.patterns, "a")
        switch action {
        case .keep, .drop: return RelabelRule(action, from: sources, separator: separator, regex: regex)
        case .keepequal, .dropequal: return RelabelRule(action, from: sources, to: pick(Self.names, "a"))
        case .replace:
            return RelabelRule(
                action, from: sources, separator: separator, regex: regex, to: pick(Self.targets, "a"),
                replacement: pick(Self.replacements, "$1"))
        case .hashmod: return RelabelRule(action, from: sources, modulus: 3, to: pick(Self.names, "a"))
        case .lowercase, .uppercase: return RelabelRule(action, from: sources, to: pick(Self.names, "a"))
        case .labelmap: return RelabelRule(action, regex: regex, replacement: pick(Self.mapped, "$1"))
        default: return RelabelRule(action, regex: regex)
        }
    }

    /// A rule of vmagent's, half of them with a condition.
    mutating func vmagentRule() -> RelabelRule {
        var rule = RelabelRule(pick(Action.allCases.filter { $0 != .graphite }, .keep))
        rule.language = .vmagent
        rule.sourceLabels = (0..<Int.random(in: 2...3, using: &random)).map { _ in Array(pick(Self.names, "a").utf8) }
        rule.targetLabel = Array(pick(Self.targets, "a").utf8)
        rule.replacement = Array(pick(Self.replacements + ["{{a}}-$1", "{{job}}{{b}}"], "$1").utf8)
        rule.modulus = 3
        switch rule.action {
        case .keepIfEqual, .dropIfEqual: rule.targetLabel = []
        case .keepIfContains, .dropIfContains, .keepequal, .dropequal: break
        case .keepMetrics, .dropMetrics: (rule.sourceLabels, rule.targetLabel) = ([], [])
        default: break
        }
        if ![.keepIfEqual, .dropIfEqual, .keepIfContains, .dropIfContains, .keepequal, .dropequal].contains(rule.action)
        {
            (rule.regex, _) = (
                pick(Self.patterns.filter { !$0.isEmpty && $0 != "a)|(b" }, "a"), rule.written.insert(.regex)
            )
        }
        if Bool.random(using: &random) {
            rule.condition = RelabelCondition(
                (0..<Int.random(in: 1...2, using: &random)).map { _ in tests() }, text: "")
        }
        return rule
    }

    private mutating func tests() -> [RelabelCondition.Test] {
        (0..<Int.random(in: 0...2, using: &random)).map { _ in
            let value = pick(Self.values, "a")
            let isPattern = Bool.random(using: &random)
            return RelabelCondition.Test(
                name: Array(pick(Self.names, "a").utf8), isNegative: Bool.random(using: &random),
                value: Array(value.utf8), regex: isPattern ? try? Regex(value + ".*", for: .matching) : nil)
        }
    }

    mutating func vmagentRules() -> [RelabelRule] {
        var rules: [RelabelRule] = []
        while rules.count < 8 {
            let rule = vmagentRule()
            let isHarsh = rule.action?.dropsSeries == true || rule.action == .labelkeep
            if !isHarsh || Int.random(in: 0..<6, using: &random) == 0 { rules.append(rule) }
        }
        return rules
    }

    /// Few keeps and label removals, else nothing is left to look at.
    mutating func rules() -> [RelabelRule] {
        var rules: [RelabelRule] = []
        while rules.count < 8 {
            let rule = rule()
            let isHarsh = [.keep, .keepequal, .labelkeep, .dropequal].contains(rule.action)
            if !isHarsh || Int.random(in: 0..<6, using: &random) == 0 { rules.append(rule) }
        }
        return rules
    }

    mutating func series() -> [Label] {
        var labels: [Label] = []
        for name in Self.names where Int.random(in: 0..<3, using: &random) > 0 {
            let isRare = Int.random(in: 0..<20, using: &random) == 0
            let value = isRare ? "" : pick(Array(Self.values.dropFirst()), "a")
            labels.append(Label(name, value))
        }
        return labels.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }
}
