import Manifests
import YAML
import Spelling

/// Terms and single values.
extension BudgetReader {
    enum TermKey: String, CaseIterable {
        case series, values, churn, growth, owner, reason, expires
        case samplesPerSecond = "samples_per_second"
        case warnAt = "warn_at"
        case scrapeInterval = "scrape_interval"
    }

    /// Limits and what belongs to them. A single amount is a limit of `kind`; `others` are keys that stand beside.
    mutating func terms(
        _ node: YAMLNode, at range: Range<Int>, of kind: BudgetLimit.Kind, others: [String] = []
    ) -> BudgetTerms {
        var terms = BudgetTerms(range: range)
        if node.scalar != nil {
            if let amount = amount(node, of: kind) { terms.limits = [BudgetLimit(kind, amount, range: node.range)] }
            return terms
        }
        let known = TermKey.allCases.filter { kind == .values ? Self.ofLabels.contains($0) : $0 != .values }
        for (key, entry) in entries(of: node, known, "a budget", others: others) {
            let value = entry.value
            switch key {
            case .series, .values, .churn, .growth, .samplesPerSecond:
                guard let limit = BudgetLimit.Kind(rawValue: key.rawValue), let amount = amount(value, of: limit) else {
                    continue
                }
                terms.limits.append(BudgetLimit(limit, amount, range: value.range))
            case .owner: terms.owner = text(value)
            case .reason: terms.reason = text(value)
            case .expires: terms.expires = expiry(value)
            case .warnAt: terms.warnAt = share(value)
            case .scrapeInterval: terms.scrapeInterval = interval(value)
            }
        }
        if terms.limits.isEmpty, node.mapping != nil, faults.isEmpty {
            let names = known.prefix { $0 != .owner }.map(\.rawValue)
            fault("limits nothing: expected one of \(names.joined(separator: ", "))", at: range)
        }
        return terms
    }

    /// What can be said of a label's values.
    private static let ofLabels: Set<TermKey> = [.values, .growth, .owner, .reason, .expires, .warnAt]

    private mutating func amount(_ node: YAMLNode, of kind: BudgetLimit.Kind) -> BudgetQuantity? {
        let mayBeShare = kind == .churn || kind == .growth
        let example = mayBeShare ? "10% or 20k" : "500, 20k or 5M"
        guard let text = node.scalar?.value, let amount = BudgetQuantity(text) else {
            fault("expected an amount such as \(example) for \(kind.rawValue)", at: node.range)
            return nil
        }
        if case .share = amount, !mayBeShare {
            fault("\(kind.rawValue) takes a number such as \(example): a share of what?", at: node.range)
            return nil
        }
        return amount
    }

    private mutating func expiry(_ node: YAMLNode) -> BudgetExpiry? {
        guard let text = node.scalar?.value, Self.isDate(text) else {
            fault("expected a date such as 2027-01-31", at: node.range)
            return nil
        }
        return BudgetExpiry(date: text, range: node.range)
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let month = Int(parts[1]), let day = Int(parts[2]), let year = Int(parts[0])
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...days[month - 1]).contains(day)
    }

    mutating func share(_ node: YAMLNode) -> Double? {
        guard let text = node.scalar?.value, case .share(let share)? = BudgetQuantity(text), share > 0, share <= 1
        else {
            fault("expected a share of the limit such as 80%", at: node.range)
            return nil
        }
        return share
    }

    mutating func interval(_ node: YAMLNode) -> Int64? {
        guard let text = node.scalar?.value, let time = try? PrometheusDuration.milliseconds(text), time > 0 else {
            fault("expected a duration such as 30s", at: node.range)
            return nil
        }
        return time
    }

    mutating func text(_ node: YAMLNode) -> String? {
        guard let scalar = node.scalar, !scalar.value.isEmpty else {
            fault("expected a text", at: node.range)
            return nil
        }
        return scalar.value
    }

    mutating func list(_ node: YAMLNode) -> [YAMLNode] {
        guard let nodes = node.sequence else {
            fault("expected a list", at: start(of: node))
            return []
        }
        return nodes
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ node: YAMLNode) -> Choice? {
        if let choice = node.scalar.flatMap({ Choice(rawValue: $0.value) }) { return choice }
        fault("expected \(Choice.allCases.map(\.rawValue).joined(separator: " or "))", at: node.range)
        return nil
    }

    mutating func entries<Name: RawRepresentable<String> & CaseIterable>(
        of node: YAMLNode, _: Name.Type, _ place: String
    ) -> [(Name, YAMLEntry)] {
        entries(of: node, Array(Name.allCases), place, others: [])
    }

    /// The entries of a mapping whose keys are known; `others` are passed over.
    private mutating func entries<Name: RawRepresentable<String>>(
        of node: YAMLNode, _ known: [Name], _ place: String, others: [String]
    ) -> [(Name, YAMLEntry)] {
        let names = others + known.map(\.rawValue)
        guard let mapping = node.mapping else {
            fault("expected keys and values; known are \(names.joined(separator: ", "))", at: start(of: node))
            return []
        }
        return mapping.entries.compactMap { entry in
            if others.contains(entry.name) { return nil }
            if let name = known.first(where: { $0.rawValue == entry.name }) { return (name, entry) }
            let advice =
                Spelling.nearest(to: entry.name, among: names).map { "did you mean '\($0)'?" }
                ?? "known are \(names.joined(separator: ", "))"
            fault("there is no key '\(entry.name)' in \(place); \(advice)", at: entry.key.range)
            return nil
        }
    }

    /// The first byte of a collection, or the whole of a scalar.
    func start(of node: YAMLNode) -> Range<Int> {
        if let first = node.mapping?.entries.first { return first.key.range }
        return node.scalar != nil
            ? node.range : node.range.lowerBound..<min(node.range.lowerBound + 1, node.range.upperBound)
    }
}
