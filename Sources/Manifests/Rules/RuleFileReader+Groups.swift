import Synchronization
import Threading
import YAML

/// A group of which the rules are yet to be read.
struct RuleGroupHead: Sendable {
    let name: ManifestScalar?
    let interval: LocatedDuration?
    let queryOffset: LocatedDuration?
    let limit: LocatedInteger?
    let labels: [ManifestEntry]
    let node: YAMLNode
    let rules: [YAMLNode]
    /// Whether the expressions are written in another language.
    let isForeign: Bool

    /// The group with its rules; `nextGroup` is where the next one begins.
    func group(of rules: [Rule], nextGroup: Int?, in text: ManifestText) -> RuleGroup {
        var rules = rules
        if text.isTemplate { extend(&rules, to: nextGroup ?? text.documentEnd(from: node.range.upperBound), in: text) }
        return RuleGroup(
            name: name, interval: interval, queryOffset: queryOffset, limit: limit, labels: labels, rules: rules,
            fileRange: text.fileRange(of: node.range), node: node)
    }

    /// Notes what of the rules only Helm knows, up to the end of the group.
    private func extend(_ rules: inout [Rule], to end: Int, in text: ManifestText) {
        let starts = rules.map(\.node.range.lowerBound)
        for (index, start) in starts.enumerated() {
            let next = index + 1 < starts.count ? starts[index + 1] : end
            let extent = start..<max(next, rules[index].node.range.upperBound, start)
            rules[index] = Rule(
                rules[index], extent: text.fileRange(of: extent), isMasked: text.hasHole(in: extent))
        }
    }
}

extension RuleFileReader {
    /// Reads all of a group but its rules.
    mutating func readHead(_ node: YAMLNode, names: inout Set<String>) -> RuleGroupHead? {
        guard let mapping = fields.mapping(node, isResource ? RuleFields.resourceGroup : RuleFields.group) else {
            return nil
        }
        let name = fields.string(mapping["name"])
        if name?.value ?? "" == "" {
            fields.fault("Groupname must not be empty", at: name?.node ?? node, advice: "name the group: `name: ...`")
        }
        if name?.hasHole != true, !names.insert(name?.value ?? "").inserted {
            fields.fault(
                "groupname: \"\(name?.value ?? "")\" is repeated in the same file", at: name?.node ?? node,
                advice: "give each group of a file a name of its own")
        }
        let interval = fields.duration(mapping["interval"])
        let queryOffset = fields.duration(mapping["query_offset"])
        let limit = fields.integer(mapping["limit"])
        let labels = fields.strings(mapping["labels"])
        checkLabels(labels)
        return RuleGroupHead(
            name: name, interval: interval, queryOffset: queryOffset, limit: limit, labels: labels, node: node,
            rules: fields.list(mapping["rules"], of: "rules"), isForeign: isForeign(mapping))
    }

    /// Rules that are worth handing to a thread.
    private static let batch = 128

    /// Reads the rules of all groups, many of them on several threads: parsing expressions is most of the work.
    mutating func readRules(of heads: [RuleGroupHead?]) -> [[Rule]] {
        let batches = Self.batches(of: heads)
        guard options.threads > 1, batches.count > 1 else {
            return heads.map { head in head.map { readRules(of: $0) } ?? [] }
        }
        let work = RuleWork(count: batches.count)
        var empty = self
        empty.fields.faults = []
        Threads.run(min(options.threads, batches.count)) { [empty] _ in
            while true {
                let index = work.next.add(1, ordering: .relaxed).oldValue
                guard index < batches.count else { return }
                var reader = empty
                let rules = heads[batches[index]].map { head in head.map { reader.readRules(of: $0) } ?? [] }
                work.results.withLock { $0[index] = (rules, reader.fields.faults) }
            }
        }
        var rules: [[Rule]] = []
        for result in work.results.withLock({ $0 }) {
            rules += result.rules
            fields.faults += result.faults
        }
        return rules
    }

    private mutating func readRules(of head: RuleGroupHead) -> [Rule] {
        var rules: [Rule] = []
        rules.reserveCapacity(head.rules.count)
        for node in head.rules {
            if let rule = readRule(node, isForeign: head.isForeign) { rules.append(rule) }
        }
        return rules
    }

    /// Groups with about as many rules each as make a batch, by their positions.
    private static func batches(of heads: [RuleGroupHead?]) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var start = 0
        var count = 0
        for (index, head) in heads.enumerated() {
            count += head?.rules.count ?? 0
            guard count >= batch || index == heads.count - 1 else { continue }
            batches.append(start..<index + 1)
            (start, count) = (index + 1, 0)
        }
        return batches
    }
}

/// What threads share.
private final class RuleWork: Sendable {
    let next = Atomic<Int>(0)
    /// By batch.
    let results: Mutex<[(rules: [[Rule]], faults: [ManifestFault])]>

    init(count: Int) { results = Mutex(Array(repeating: ([], []), count: count)) }
}
