import CYAML

@testable import Relabel

/// Reads a list of rules from YAML for these tests alone: just enough of a tree to walk, over libyaml's events.
struct RuleReader {
    indirect enum Node {
        case scalar(RelabelRule.Scalar)
        case list([Node])
        case mapping([(Node, Node)])

        var scalar: RelabelRule.Scalar? { if case .scalar(let scalar) = self { scalar } else { nil } }
    }

    struct Fault: Error {
        var text: String
    }

    /// The rules, nil for a null item.
    static func rules(_ yaml: String) throws -> [RelabelRule?] {
        guard let root = try tree(Array(yaml.utf8)) else { return [] }
        if let scalar = root.scalar, scalar.isNull { return [] }
        guard case .list(let items) = root else { throw Fault(text: "not a list") }
        return try items.map(rule)
    }

    private static func rule(_ item: Node) throws -> RelabelRule? {
        if let scalar = item.scalar, scalar.isNull { return nil }
        guard case .mapping(let entries) = item else { throw Fault(text: "not a rule") }
        var rule = RelabelRule()
        for (key, value) in entries {
            guard let name = key.scalar?.text, let field = RelabelRule.Field(rawValue: name) else {
                throw Fault(text: "unknown field")
            }
            switch value {
            case .scalar(let scalar): try rule.set(field, to: scalar)
            case .list(let items) where field == .sourceLabels:
                try rule.setSourceLabels(
                    items.map { item in
                        guard let scalar = item.scalar else { throw Fault(text: "not a name") }
                        return scalar
                    })
            case .list: throw RelabelRule.wrongKind(of: field, found: "a list")
            case .mapping: throw RelabelRule.wrongKind(of: field, found: "a mapping")
            }
        }
        return rule
    }

    private static func tree(_ bytes: [UInt8]) throws -> Node? {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { throw Fault(text: "no parser") }
        defer { yaml_parser_delete(&parser) }
        return try bytes.withUnsafeBufferPointer { bytes in
            yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
            var anchors: [String: Node] = [:]
            return try node(&parser, &anchors)
        }
    }

    /// The next node; nil at the end of what holds it.
    private static func node(_ parser: inout yaml_parser_t, _ anchors: inout [String: Node]) throws -> Node? {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else { throw Fault(text: "syntax") }
            defer { yaml_event_delete(&event) }
            switch event.type {
            case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT: continue
            case YAML_SCALAR_EVENT:
                let scalar = event.data.scalar
                let text = String(
                    decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
                let tag = scalar.tag.map { String(cString: $0) }
                let node = Node.scalar(.init(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE, tag: tag))
                if let anchor = scalar.anchor { anchors[String(cString: anchor)] = node }
                return node
            case YAML_SEQUENCE_START_EVENT:
                var items: [Node] = []
                while let item = try node(&parser, &anchors) { items.append(item) }
                return .list(items)
            case YAML_MAPPING_START_EVENT:
                var entries: [(Node, Node)] = []
                while let key = try node(&parser, &anchors), let value = try node(&parser, &anchors) {
                    entries.append((key, value))
                }
                return .mapping(entries)
            case YAML_ALIAS_EVENT:
                guard let anchor = event.data.alias.anchor, let node = anchors[String(cString: anchor)] else {
                    throw Fault(text: "alias")
                }
                return node
            default: return nil
            }
        }
    }
}
