import Manifests
import PromQL
package import YAML

/// What is wrong with a budget file, and where.
package struct BudgetFault: Error, Sendable, Equatable {
    package let message: String
    /// Bytes of the file.
    package let range: Range<Int>
}

/// Reads a budget file as strictly as can be: an unknown key would be a budget that nobody checks.
///
/// Every fault is noted and the reading goes on, so that all of them are seen at once.
package struct BudgetReader {
    enum Key: String, CaseIterable {
        case version, count, owner, total, selectors, metrics, labels, groups
        case warnAt = "warn_at"
        case scrapeInterval = "scrape_interval"
    }

    enum SetKey: String, CaseIterable { case `default`, named }
    enum GroupKey: String, CaseIterable { case by, selector, `default`, named }

    /// Budgets are written by hand.
    private static let limits = YAMLLimits(bytes: 8 << 20, nodes: 400_000, depth: 16)

    private(set) var faults: [BudgetFault] = []
    var file: BudgetFile

    /// The budgets, and what is wrong with them: with any fault, nothing should be judged by them.
    package static func read(path: String, _ source: SourceText) -> (BudgetFile, faults: [BudgetFault]) {
        var reader = BudgetReader(file: BudgetFile(path: path, source: source))
        reader.read(YAMLStream(parsing: source, limits: limits))
        return (reader.file, reader.faults)
    }

    private init(file: BudgetFile) { self.file = file }

    mutating func fault(_ message: String, at range: Range<Int>) {
        faults.append(BudgetFault(message: message, range: range))
    }

    private mutating func read(_ stream: YAMLStream) {
        for error in stream.errors { fault(error.message, at: error.range) }
        guard stream.errors.isEmpty else { return }
        if stream.documents.count > 1 {
            fault("expected one document, found a second", at: stream.documents[1].range)
        }
        guard let root = stream.documents.first?.root else {
            return fault("holds no budgets; `cardscan budget SOURCE --write` makes some", at: 0..<0)
        }
        for (key, entry) in entries(of: root, Key.self, "a budget file") {
            let value = entry.value
            switch key {
            case .version:
                if value.scalar?.value != "1" { fault("expected version 1", at: value.range) }
            case .count: file.counted = choice(value) ?? .active
            case .owner: file.owner = text(value)
            case .warnAt: file.warnAt = share(value)
            case .scrapeInterval: file.scrapeInterval = interval(value)
            case .total: file.total = terms(value, at: entry.key.range, of: .series)
            case .selectors: file.selectors = list(value).compactMap { selector($0) }
            case .metrics: file.metrics = set(value, name: "metric", of: .series)
            case .labels: file.labels = set(value, name: "label", of: .values)
            case .groups: file.groups = list(value).compactMap { group($0) }
            }
        }
        if file.isEmpty, faults.isEmpty {
            fault("holds no budgets: expected total, selectors, metrics, labels or groups", at: root.range)
        }
        checkSamples()
    }

    // MARK: Sections

    private mutating func selector(_ node: YAMLNode) -> SelectorBudget? {
        guard let written = node.mapping?["selector"] else {
            fault("lacks `selector`, such as '{namespace=\"shop\"}'", at: start(of: node))
            return nil
        }
        let terms = terms(node, at: written.range, of: .series, others: ["selector"])
        return parsed(written).map { SelectorBudget(text: $0.text, matchers: $0.matchers, terms: terms) }
    }

    private mutating func parsed(_ node: YAMLNode) -> (text: String, matchers: [Matcher])? {
        guard let text = text(node) else { return nil }
        do throws(PromQLError) {
            return (text, try Selector(parsing: text).matchers)
        } catch {
            let place = TextMap(of: node, in: file.source).source(of: error.range)
            fault("'\(text)' is no selector: \(error.message)", at: place)
            return nil
        }
    }

    /// `default` and `named` of metrics or of labels.
    private mutating func set(_ node: YAMLNode, name: String, of kind: BudgetLimit.Kind) -> BudgetSet {
        var set = BudgetSet()
        for (key, entry) in entries(of: node, SetKey.self, "\(name)s") {
            switch key {
            case .default: set.standard = terms(entry.value, at: entry.key.range, of: kind)
            case .named:
                for item in list(entry.value) {
                    guard let written = item.mapping?[name], let text = text(written) else {
                        fault("lacks `\(name)`, the name of one", at: start(of: item))
                        continue
                    }
                    if set.named.contains(where: { $0.name == text }) {
                        fault("'\(text)' is named twice", at: written.range)
                    }
                    set.named.append((text, terms(item, at: written.range, of: kind, others: [name])))
                }
            }
        }
        if set.standard == nil, set.named.isEmpty, node.mapping != nil {
            fault("expected `default` or `named` budgets", at: start(of: node))
        }
        return set
    }

    private mutating func group(_ node: YAMLNode) -> GroupBudget? {
        var budget = GroupBudget()
        guard let by = node.mapping?["by"] else {
            fault("lacks `by`, the labels that groups are made by: `by: [team]`", at: start(of: node))
            return nil
        }
        for item in by.scalar == nil ? list(by) : [by] {
            guard let name = text(item) else { continue }
            if budget.by.contains(name) { fault("'\(name)' stands twice in `by`", at: item.range) }
            budget.by.append(name)
        }
        guard !budget.by.isEmpty else {
            fault("`by` names no label", at: by.range)
            return nil
        }
        for (key, entry) in entries(of: node, GroupKey.self, "a group") {
            switch key {
            case .by: break
            case .selector:
                budget.selector = parsed(entry.value).map {
                    SelectorBudget(text: $0.text, matchers: $0.matchers, terms: BudgetTerms(range: entry.value.range))
                }
            case .default: budget.standard = terms(entry.value, at: entry.key.range, of: .series)
            case .named: named(list(entry.value), in: &budget)
            }
        }
        if budget.standard == nil, budget.named.isEmpty {
            fault("expected `default` or `named` budgets", at: start(of: node))
        }
        return budget
    }

    private mutating func named(_ items: [YAMLNode], in budget: inout GroupBudget) {
        for item in items {
            var values: [String] = []
            for name in budget.by {
                guard let value = item.mapping?[name]?.scalar?.value else {
                    fault(
                        "lacks `\(name)`, the value that tells its group; \"\" where series lack it",
                        at: start(of: item))
                    continue
                }
                values.append(value)
            }
            guard values.count == budget.by.count else { continue }
            let range = item.mapping?[budget.by[0]]?.range ?? item.range
            if budget.named.contains(where: { $0.values == values }) { fault("this group is named twice", at: range) }
            budget.named.append((values, terms(item, at: range, of: .series, others: budget.by)))
        }
    }

    /// A rate needs to know how often series are scraped, but that of everything can be measured.
    private mutating func checkSamples() {
        guard file.scrapeInterval == nil else { return }
        let some =
            file.selectors.map(\.terms) + [file.metrics, file.labels].compactMap { $0 }.flatMap(\.terms)
            + file.groups.flatMap { [$0.standard].compactMap { $0 } + $0.named.map(\.terms) }
        for terms in some where terms.scrapeInterval == nil {
            guard let limit = terms.limits.first(where: { $0.kind == .samplesPerSecond }) else { continue }
            fault(
                "samples a second follow from the series and the scrape interval: say `scrape_interval: 30s`, here or "
                    + "for the file", at: limit.range)
        }
    }
}

extension BudgetSet {
    /// The terms of all of its budgets.
    var terms: [BudgetTerms] { [standard].compactMap { $0 } + named.map(\.terms) }
}
