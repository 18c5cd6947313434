import Relabel
import YAML

/// Reads the relabelling rules of a Grafana Alloy configuration: the `rule` blocks of `prometheus.relabel` and
/// `discovery.relabel`, and the `write_relabel_config` blocks of `prometheus.remote_write`.
enum AlloyReader {
    static func isAlloy(_ path: String) -> Bool { path.hasSuffix(".alloy") || path.hasSuffix(".river") }

    static func read(path: String, source: SourceText, options: ManifestOptions) -> ManifestFile {
        let text = ManifestText(source)
        var file = ManifestFile(path: path, text: text)
        guard source.bytes.count <= options.limits.bytes else {
            file.faults = [ManifestFault(.syntax, "the file is longer than what is read of one", at: 0..<0)]
            return file
        }
        var reader = PartReader(text: text, options: options)
        do throws(AlloyParser.Fault) {
            var lists: [RelabelList] = []
            for block in try AlloyParser.blocks(of: source.bytes) { lists += reader.alloyLists(of: block) }
            file.contents = lists.map { .relabelList($0) }
            file.faults = reader.faults
        } catch {
            let range = error.offset..<min(error.offset + 1, source.bytes.count)
            file.faults = [ManifestFault(.syntax, error.message, at: range.clamped(to: 0..<source.bytes.count))]
        }
        return file
    }
}

extension PartReader {
    fileprivate mutating func alloyLists(of block: AlloyParser.Block) -> [RelabelList] {
        let label = block.label.map { " \"\($0)\"" } ?? ""
        let owner = block.name + label
        switch block.name {
        // Alloy's own samples about scrapes pass these, unlike metric_relabel_configs.
        case "prometheus.relabel": return [alloyList("rule", of: block, as: .remoteWrite, owner)]
        case "discovery.relabel": return [alloyList("rule", of: block, as: .targets, owner)]
        case "prometheus.remote_write":
            return block.blocks.filter { $0.name == "endpoint" }.enumerated().compactMap { index, endpoint in
                let list = alloyList(
                    "write_relabel_config", of: endpoint, as: .remoteWrite, "\(owner), endpoint \(index + 1)")
                return list.rules.isEmpty ? nil : list
            }
        // Modules hold components.
        case "declare": return block.blocks.flatMap { alloyLists(of: $0) }
        default: return []
        }
    }

    private mutating func alloyList(
        _ key: String, of block: AlloyParser.Block, as place: RelabelList.Place, _ owner: String
    ) -> RelabelList {
        var list = RelabelList(
            place: place, key: key, owner: owner, spelling: .prometheus, language: .prometheus, text: text,
            fileRange: block.range)
        for rule in block.blocks where rule.name == key {
            let entries = rule.attributes.compactMap { attribute in
                attribute.value.map { YAMLEntry(key: attribute.key, value: $0) }
            }
            let node = YAMLNode(.mapping(YAMLMapping(entries)), range: rule.range)
            if entries.count == rule.attributes.count {
                list.rules.append(relabelRule(node, .prometheus))
            } else {
                // What only Alloy can evaluate is no fault.
                list.rules.append(LocatedRelabelRule(node: node, fileRange: rule.range))
            }
        }
        return list
    }
}
