package import YAML
import Spelling

/// Reads YAML into fields as strictly as Prometheus does, which loads its files by Go's yaml.v3 with known fields only.
///
/// Each fault is noted and the reading goes on, where Prometheus stops: a user wants to see all of them.
package struct FieldReader: Sendable {
    package let text: ManifestText
    package let dialect: Dialect
    package var faults: [ManifestFault] = []

    package init(text: ManifestText, dialect: Dialect) {
        self.text = text
        self.dialect = dialect
    }

    /// Notes that something is not as it should be.
    package mutating func fault(
        _ message: String, at node: YAMLNode, advice: String? = nil, fix: ManifestFault.Fix? = nil
    ) {
        faults.append(ManifestFault(.schema, message, at: place(of: node), advice: advice, fix: fix))
    }

    /// The bytes of the file that stand for a node in a message: of a mapping, its first key.
    package func place(of node: YAMLNode) -> Range<Int> {
        if let alias = node.alias { return text.fileRange(of: alias) }
        if let first = node.mapping?.entries.first { return text.fileRange(of: first.key.range) }
        if node.scalar != nil { return text.fileRange(of: node.range) }
        let start = node.range.lowerBound
        return text.fileRange(of: start..<min(start + 1, node.range.upperBound))
    }

    /// Whether a node is only known to Helm, as a whole or in part.
    private func isOpen(_ node: YAMLNode) -> Bool { node.scalar != nil && text.hasHole(in: node.range) }

    /// A mapping with no other fields than those; `nil` for what is no mapping, without a word if it is null.
    package mutating func mapping(_ node: YAMLNode, _ schema: FieldSchema) -> YAMLMapping? {
        guard !node.isNull, !isOpen(node) else { return nil }
        guard let mapping = node.mapping else {
            fault("cannot unmarshal \(node.shortDescription) into \(schema.noun)", at: node)
            return nil
        }
        for index in mapping.entries.indices { checkKnown(mapping.entries[index], schema) }
        return mapping
    }

    private mutating func checkKnown(_ entry: YAMLEntry, _ schema: FieldSchema) {
        guard let name = entry.key.scalar?.value else {
            fault("cannot unmarshal \(entry.key.shortDescription) into string", at: entry.key)
            return
        }
        if isOpen(entry.key) { return }
        let takers = schema.dialects(of: name)
        if let takers, takers.contains(dialect) { return }
        let message = "field \(name) not found in \(schema.noun)"
        if let takers {
            let names = Dialect.allCases.filter { takers.contains($0) }.map(\.rawValue)
            let options = names.map { "--dialect \($0)" }.joined(separator: " or ")
            let who = names.joined(separator: " and ")
            fault(
                message, at: entry.key,
                advice:
                    "\(who) \(names.count == 1 ? "takes" : "take") it, \(dialect.rawValue) does not: use \(options), or remove it"
            )
        } else if let meant = Spelling.nearest(to: name, among: schema.names(in: dialect)) {
            let isPlain = entry.key.scalar?.style == .plain && entry.key.alias == nil
            let fix = isPlain ? ManifestFault.Fix(place(of: entry.key), meant) : nil
            fault(message, at: entry.key, advice: "did you mean '\(meant)'?", fix: fix)
        } else {
            let names = schema.names(in: dialect).joined(separator: ", ")
            fault(message, at: entry.key, advice: "\(schema.noun) has \(names)")
        }
    }

    /// The items of a list; none for null. Items that are null are left out, as Prometheus does.
    package mutating func list(_ node: YAMLNode?, of noun: String) -> [YAMLNode] {
        guard let node, !node.isNull, !isOpen(node) else { return [] }
        guard let items = node.sequence else {
            fault(
                "cannot unmarshal \(node.shortDescription) into a list of \(noun)", at: node,
                advice: "write each as an item: `- `")
            return []
        }
        return items.filter { !$0.isNull }
    }

    /// Any scalar is a string, as it is written; `nil` for null.
    package mutating func string(_ node: YAMLNode?) -> ManifestScalar? {
        guard let node, !node.isNull else { return nil }
        if let scalar = ManifestScalar(node, in: text) { return scalar }
        fault("cannot unmarshal \(node.shortDescription) into string", at: node)
        return nil
    }

    /// Names and strings, as labels are; a null value is an empty string.
    package mutating func strings(_ node: YAMLNode?) -> [ManifestEntry] {
        guard let node, !node.isNull, !isOpen(node) else { return [] }
        guard let mapping = node.mapping else {
            fault(
                "cannot unmarshal \(node.shortDescription) into map[string]string", at: node,
                advice: "write `name: value` lines")
            return []
        }
        return mapping.entries.compactMap { entry in
            guard let key = string(entry.key) else { return nil }
            guard let value = entry.value.isNull ? ManifestScalar(null: entry.value, in: text) : string(entry.value)
            else { return nil }
            return ManifestEntry(key: key, value: value)
        }
    }

    package mutating func duration(_ node: YAMLNode?) -> LocatedDuration? {
        guard let scalar = string(node), !scalar.hasHole else { return nil }
        do throws(PrometheusDuration.Fault) {
            return LocatedDuration(milliseconds: try PrometheusDuration.milliseconds(scalar.value), scalar: scalar)
        } catch {
            if dialect == .vmalert, let length = MetricsDuration.milliseconds(scalar.value) {
                return LocatedDuration(milliseconds: length, scalar: scalar)
            }
            fault(
                error.message, at: scalar.node, advice: "write whole numbers with y, w, d, h, m, s, ms, such as 1h30m")
            return nil
        }
    }

    /// A whole number; a fraction is cut off, as yaml.v3 does.
    package mutating func integer(_ node: YAMLNode?) -> LocatedInteger? {
        guard let scalar = string(node), !scalar.hasHole else { return nil }
        if let value = scalar.node.integer { return LocatedInteger(value: value, scalar: scalar) }
        fault("cannot unmarshal \(scalar.node.shortDescription) into int", at: scalar.node, advice: "write a number")
        return nil
    }
}
