/// Builds the tree of one document from what a reader meets, and bounds it.
///
/// Collections under construction are on a stack of their own: the depth of a text is not the depth of the program.
struct TreeBuilder {
    /// The names of a document's anchors. A later anchor of the same name takes over.
    private enum Anchor {
        /// The collection it stands for is not complete: an alias here would be a part of itself.
        case open(Int)
        case node(YAMLNode, count: Int)
    }

    private struct Collection {
        let isMapping: Bool
        let start: Int
        let tag: String?
        let anchor: (name: String, id: Int)?
        /// Of a sequence.
        var nodes: [YAMLNode] = []
        /// Of a mapping.
        var entries: [YAMLEntry] = []
        /// A key that waits for its value.
        var key: YAMLNode?
        var mergeKey: YAMLNode?
        var merged: [YAMLNode] = []
        /// Nodes in it, unfolded.
        var count = 1
        /// Where the last of its nodes ends.
        var end: Int
    }

    let source: SourceText
    let limits: YAMLLimits
    /// The node that makes up the document, once it is complete.
    private(set) var root: YAMLNode?
    /// Those that do not end the reading.
    private(set) var errors: [YAMLError] = []
    private var stack: [Collection] = []
    private var anchors: [String: Anchor] = [:]
    private var anchorCount = 0
    /// Nodes of the text so far, and those that aliases stand for on top.
    private var written = 0
    private var unfolded = 0

    /// Told of each mapping that is an item of a list.
    private let onItem: ((YAMLNode) -> Void)?

    init(source: SourceText, limits: YAMLLimits, onItem: ((YAMLNode) -> Void)? = nil) {
        self.source = source
        self.limits = limits
        self.onItem = onItem
    }

    /// Prepares for the next document; what was counted stays.
    mutating func reset() {
        root = nil
        stack.removeAll()
        anchors.removeAll()
    }

    mutating func begin(
        isMapping: Bool, at start: Int, anchor: String? = nil, tag: String? = nil
    ) throws(YAMLError) {
        guard stack.count < limits.depth else {
            throw YAMLError(
                .limit, "nested more than \(limits.depth) deep", at: start..<min(start + 1, source.bytes.count))
        }
        try count(at: start)
        var open: (String, Int)?
        if let anchor {
            anchorCount += 1
            anchors[anchor] = .open(anchorCount)
            open = (anchor, anchorCount)
        }
        stack.append(Collection(isMapping: isMapping, start: start, tag: tag, anchor: open, end: start))
    }

    /// - Parameter end: Where a flow collection ends; nil for one that ends with its last node.
    mutating func end(at end: Int?) throws(YAMLError) {
        guard let collection = stack.popLast() else { return }
        let range = collection.start..<max(collection.start, end ?? collection.end)
        let content: YAMLNode.Content
        if collection.isMapping {
            content = .mapping(YAMLMapping(try entries(of: collection)))
        } else {
            content = .sequence(collection.nodes)
        }
        let node = YAMLNode(content, range: range, tag: collection.tag)
        if let (name, id) = collection.anchor, case .open(id)? = anchors[name] {
            anchors[name] = .node(node, count: collection.count)
        }
        if let onItem, collection.isMapping, !stack.isEmpty, !stack[stack.count - 1].isMapping { onItem(node) }
        add(node, count: collection.count, end: range.upperBound)
    }

    mutating func scalar(
        _ value: YAMLScalar, range: Range<Int>, anchor: String? = nil, tag: String? = nil
    ) throws(YAMLError) {
        try count(at: range.lowerBound)
        let node = YAMLNode(.scalar(value), range: range, tag: tag)
        if let anchor { anchors[anchor] = .node(node, count: 1) }
        add(node, count: 1, end: range.upperBound)
    }

    mutating func alias(_ name: String, range: Range<Int>) throws(YAMLError) {
        switch anchors[name] {
        case nil:
            throw YAMLError(
                .unknownAlias,
                "unknown anchor '\(Self.shortened(name))': no '&\(Self.shortened(name))' stands before it",
                at: range)
        case .open:
            throw YAMLError(.limit, "anchor '\(Self.shortened(name))' contains itself", at: range)
        case .node(var node, let count):
            written += 1
            unfolded += count
            let most = min(
                limits.nodes, written * YAMLLimits.unfoldingFactor + YAMLLimits.unfoldingAllowance)
            guard unfolded <= most else {
                throw YAMLError(
                    .limit, "aliases unfold the document to more than \(most) nodes (excessive aliasing)", at: range)
            }
            node.alias = range
            add(node, count: count, end: range.upperBound)
        }
    }

    /// The end of what was read last: where an empty value may begin at the earliest.
    var lastEnd: Int? { stack.last.map { $0.key?.alias?.upperBound ?? $0.key?.range.upperBound ?? $0.end } }

    private mutating func count(at offset: Int) throws(YAMLError) {
        written += 1
        unfolded += 1
        guard unfolded <= limits.nodes else {
            throw YAMLError(
                .limit, "more than \(limits.nodes) values", at: offset..<min(offset + 1, source.bytes.count))
        }
    }

    private mutating func add(_ node: YAMLNode, count: Int, end: Int) {
        guard !stack.isEmpty else {
            root = node
            return
        }
        let top = stack.count - 1
        stack[top].count += count
        stack[top].end = max(stack[top].end, end)
        guard stack[top].isMapping else {
            stack[top].nodes.append(node)
            return
        }
        guard let key = stack[top].key.take() else {
            stack[top].key = node
            return
        }
        if key.isMergeKey {
            if let first = stack[top].mergeKey {
                report(duplicate: key, of: first)
            } else {
                stack[top].mergeKey = key
                stack[top].merged = [node]
            }
        } else {
            stack[top].entries.append(YAMLEntry(key: key, value: node))
        }
    }

    static func shortened(_ name: String) -> String {
        name.utf8.count <= 80 ? name : String(decoding: name.utf8.prefix(80), as: UTF8.self) + "…"
    }
}

extension TreeBuilder {
    /// A mapping's own entries without those that define a key again, and then the merged.
    private mutating func entries(of mapping: Collection) throws(YAMLError) -> [YAMLEntry] {
        let entries = withoutDuplicates(mapping.entries)
        guard !mapping.merged.isEmpty else { return entries }
        return entries + (try merged(mapping.merged, into: entries))
    }

    private mutating func withoutDuplicates(_ entries: [YAMLEntry]) -> [YAMLEntry] {
        if entries.count <= 8 {
            // Most mappings: comparing is cheaper than hashing.
            var hasDuplicate = false
            for index in entries.indices {
                guard let name = entries[index].key.scalar?.value else { continue }
                for other in 0..<index where entries[other].key.isScalar(name) { hasDuplicate = true }
            }
            if !hasDuplicate { return entries }
        }
        var firsts: [String: YAMLNode] = Dictionary(minimumCapacity: entries.count)
        var result: [YAMLEntry] = []
        result.reserveCapacity(entries.count)
        for entry in entries {
            if let name = entry.key.scalar?.value {
                // Names that are equal to Unicode but not byte by byte are two.
                if let first = firsts[name], first.scalar.map({ $0.value.utf8.elementsEqual(name.utf8) }) == true {
                    report(duplicate: entry.key, of: first)
                    continue
                }
                firsts[name] = entry.key
            }
            result.append(entry)
        }
        return result
    }

    private mutating func report(duplicate: YAMLNode, of first: YAMLNode) {
        guard errors.count < YAMLLimits.errors else { return }
        let range = duplicate.alias ?? duplicate.range
        let firstLine = source.lineNumber(of: (first.alias ?? first.range).lowerBound)
        let line = source.lineNumber(of: range.lowerBound)
        let name = Self.shortened(duplicate.scalar?.value ?? "")
        errors.append(
            YAMLError(
                .duplicateKey,
                "mapping key \"\(name)\" already defined at line \(firstLine), and again at line \(line)", at: range))
    }

    /// What merge keys bring in: the first of several mappings with a key wins, all lose against the mapping itself.
    private func merged(_ values: [YAMLNode], into own: [YAMLEntry]) throws(YAMLError) -> [YAMLEntry] {
        var names = Set(own.compactMap { $0.key.scalar?.value })
        var result: [YAMLEntry] = []
        for value in values {
            let sources = value.alias == nil ? value.sequence ?? [value] : [value]
            for source in sources {
                guard let mapping = source.mapping else {
                    throw YAMLError(
                        .syntax,
                        "'<<' takes a mapping or a list of mappings, such as '<<: *base'"
                            + " (map merge requires map or sequence of maps as the value)",
                        at: source.alias ?? source.range)
                }
                for entry in mapping.entries {
                    if let name = entry.key.scalar?.value, !names.insert(name).inserted { continue }
                    var (key, value) = (entry.key, entry.value)
                    if let alias = source.alias { (key.alias, value.alias) = (alias, alias) }
                    result.append(YAMLEntry(key: key, value: value, isMerged: true))
                }
            }
        }
        return result
    }
}

extension YAMLNode {
    /// Whether it is `<<` where a key stands: plain, and without a tag that makes it a text.
    fileprivate var isMergeKey: Bool {
        guard isScalar("<<"), let scalar else { return false }
        return tag == nil ? scalar.style == .plain : tag == "tag:yaml.org,2002:merge" || tag == "!"
    }
}
