import Synchronization
import Threading
import YAML

/// Rules that are read on other threads while the text around them is still being parsed.
///
/// To parse expressions takes as long as to parse YAML, and the latter is done by one thread from the first byte to the
/// last. What looks like a rule is read at once; whether it is one shows when the text is complete.
struct RulesAhead {
    /// Bytes of a text from which on it is worth to start threads.
    static let leastSize = 65_536
    private static let batchSize = 128

    private let found: ReadRules
    private let backlog: Backlog<[YAMLNode]>
    private var batch: [YAMLNode] = []

    init(in text: ManifestText, options: ManifestOptions) {
        let found = ReadRules(text: text, dialect: options.dialect)
        let reader = RuleFileReader(options: options, form: .plain, text: text)
        self.found = found
        backlog = Backlog(threads: options.threads - 1) { nodes in
            var read: [(offset: Int, rule: ReadRule)] = []
            for node in nodes {
                var reader = reader
                let rule = reader.readRule(node, isForeign: false)
                read.append((node.range.lowerBound, ReadRule(rule: rule, faults: reader.fields.faults)))
            }
            found.add(read)
        }
    }

    /// Hands a mapping out to be read, if it looks like a rule.
    mutating func add(_ node: YAMLNode) {
        guard node.mapping?.entry("expr") != nil else { return }
        batch.append(node)
        if batch.count == Self.batchSize { handOut() }
    }

    /// All that was found, once it is read.
    mutating func finish() -> ReadRules {
        handOut()
        backlog.finish()
        return found
    }

    private mutating func handOut() {
        backlog.add(batch)
        batch.removeAll(keepingCapacity: true)
    }
}

/// What a mapping is as a rule.
struct ReadRule: Sendable {
    let rule: Rule?
    let faults: [ManifestFault]
}

/// The rules of a text that were read ahead.
final class ReadRules: Sendable {
    private let text: ManifestText
    private let dialect: Dialect
    /// By the first byte of their mappings.
    private let rules = Mutex<[Int: ReadRule]>([:])

    init(text: ManifestText, dialect: Dialect) {
        self.text = text
        self.dialect = dialect
    }

    fileprivate func add(_ read: [(offset: Int, rule: ReadRule)]) {
        rules.withLock { rules in
            for (offset, rule) in read { rules[offset] = rule }
        }
    }

    /// What is known of a mapping; `nil` if it was not read, or not as it is meant.
    func rule(at node: YAMLNode, in text: ManifestText, _ dialect: Dialect) -> ReadRule? {
        guard text === self.text, dialect == self.dialect, node.alias == nil else { return nil }
        return rules.withLock { $0[node.range.lowerBound] }
    }
}
