import Manifests
import PromQL
import Relabel
package import YAML

extension CuratedList {
    /// Reads a file, strictly: an unknown or missing key, a rule that Prometheus refuses and an example that the rules
    /// do not turn into what it says are faults.
    package init(file: String, source: SourceText) throws(CuratedFault) {
        let reader = CuratedReader(file: file, source: source)
        self = try reader.list()
    }
}

/// One reading of one file.
private struct CuratedReader {
    let file: String
    let source: SourceText

    func list() throws(CuratedFault) -> CuratedList {
        let stream = YAMLStream(parsing: source)
        if let error = stream.error { throw fault(error.message, at: error.range) }
        guard stream.documents.count == 1, let root = stream.documents[0].root else {
            throw fault("expected one YAML document", at: 0..<0)
        }
        let fields = try mapping(
            root, ["component", "jobs", "metrics_path", "entries"], optional: ["jobs", "metrics_path"])
        var entries: [CuratedEntry] = []
        for node in try nodes(fields["entries"], "entries", of: root) { entries.append(try entry(node)) }
        return CuratedList(
            file: file, component: try text(fields["component"], "component", of: root),
            jobs: try texts(fields["jobs"], "jobs", of: root),
            metricsPath: try fields["metrics_path"].map { node throws(CuratedFault) in
                try text(node, "metrics_path", of: root)
            }, entries: entries)
    }

    private func entry(_ node: YAMLNode) throws(CuratedFault) -> CuratedEntry {
        let fields = try mapping(
            node, ["name", "why", "readers", "breaks", "metric_relabel_configs", "example"],
            optional: ["readers", "breaks"])
        let rules = try rules(fields, in: node)
        guard let exampleNode = fields["example"] else { throw fault("`example` is missing", at: node.range) }
        let example = try mapping(exampleNode, ["before", "after"], optional: [])
        let entry = CuratedEntry(
            name: try text(fields["name"], "name", of: node), why: try text(fields["why"], "why", of: node),
            readers: try texts(fields["readers"], "readers", of: node),
            breaks: try texts(fields["breaks"], "breaks", of: node), rules: rules,
            before: try series(example["before"], "before", of: exampleNode),
            after: try series(example["after"], "after", of: exampleNode))
        guard !entry.before.isEmpty else { throw fault("`before` names no series", at: exampleNode.range) }
        let found: [[Label]]
        do throws(Relabelling.Refusal) {
            found = try entry.apply()
        } catch {
            throw fault("rule \(error.rule + 1): \(error.fault.message)", at: node.range)
        }
        guard found == entry.after else {
            let left = found.map(Self.shown).joined(separator: "\n")
            throw fault("the rules leave something else of `before`:\n\(left)", at: exampleNode.range)
        }
        return entry
    }

    private func rules(_ fields: YAMLMapping, in node: YAMLNode) throws(CuratedFault) -> [RelabelRule] {
        let text = ManifestText(source)
        var reader = PartReader(text: text)
        let key = RelabelList.Place.samples.rawValue
        let list = reader.relabelList(key, of: fields, as: .samples, owner: "the entry", .prometheus)
        if let first = reader.faults.min(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            throw fault(first.message, at: first.range)
        }
        let rules = (list?.rules ?? []).compactMap(\.rule)
        guard !rules.isEmpty else { throw fault("`\(key)` is missing or empty", at: node.range) }
        return rules
    }

    /// Series as PromQL selects them, with `=` alone.
    private func series(_ node: YAMLNode?, _ key: String, of parent: YAMLNode) throws(CuratedFault) -> [[Label]] {
        var found: [[Label]] = []
        for node in try nodes(node, key, of: parent) {
            let text = try text(node, key, of: parent)
            do throws(PromQLError) {
                let matchers = try Selector(parsing: text).matchers
                guard matchers.allSatisfy({ $0.type == .equal }) else {
                    throw PromQLError("a series has no conditions but `=`", at: 0..<0)
                }
                let labels = matchers.map { Label(name: Array($0.name.utf8), value: $0.bytes) }
                found.append(labels.sorted { $0.name.lexicographicallyPrecedes($1.name) })
            } catch {
                throw fault("`\(text)` is no series: \(error.message)", at: node.range)
            }
        }
        return found
    }

    private static func shown(_ labels: [Label]) -> String {
        "{" + labels.map { "\($0.nameText)=\"\($0.valueText)\"" }.joined(separator: ", ") + "}"
    }

    // MARK: Shapes

    private func mapping(
        _ node: YAMLNode, _ keys: [String], optional: Set<String>
    ) throws(CuratedFault) -> YAMLMapping {
        guard let mapping = node.mapping else { throw fault("expected a mapping", at: node.range) }
        for entry in mapping.entries where !keys.contains(entry.name) {
            throw fault("unknown key `\(entry.name)`; known are \(keys.joined(separator: ", "))", at: entry.key.range)
        }
        for key in keys where mapping[key] == nil && !optional.contains(key) {
            throw fault("`\(key)` is missing", at: node.range)
        }
        return mapping
    }

    private func nodes(_ node: YAMLNode?, _ key: String, of parent: YAMLNode) throws(CuratedFault) -> [YAMLNode] {
        guard let node else { return [] }
        guard let nodes = node.sequence else { throw fault("`\(key)` is no list", at: node.range) }
        return nodes
    }

    private func texts(_ node: YAMLNode?, _ key: String, of parent: YAMLNode) throws(CuratedFault) -> [String] {
        var texts: [String] = []
        for node in try nodes(node, key, of: parent) { texts.append(try text(node, key, of: parent)) }
        return texts
    }

    private func text(_ node: YAMLNode?, _ key: String, of parent: YAMLNode) throws(CuratedFault) -> String {
        guard let node else { throw fault("`\(key)` is missing", at: parent.range) }
        guard var text = node.scalar?.value else { throw fault("`\(key)` is no text", at: node.range) }
        while text.hasSuffix("\n") { text.removeLast() }
        guard !text.isEmpty else { throw fault("`\(key)` is empty", at: node.range) }
        return text
    }

    private func fault(_ message: String, at range: Range<Int>) -> CuratedFault {
        let position = source.position(of: range.lowerBound)
        return CuratedFault(file: file, line: position.line, column: position.column, message: message)
    }
}
