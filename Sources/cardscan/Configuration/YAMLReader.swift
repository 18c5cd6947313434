import CYAML

/// Reads one YAML document into nodes, through the events of libyaml.
///
/// Configuration is small and flat: depth is bounded, and anchors and aliases, with which a short file can mean an
/// enormous one, are refused.
struct YAMLReader {
    static let depthLimit = 16

    /// The document in `bytes`; nil when there is none, or only comments.
    static func read(_ bytes: [UInt8]) throws(YAMLProblem) -> YAMLNode? {
        var events: [Event] = []
        var failure: YAMLProblem?
        // libyaml keeps a pointer to the input: everything it reads is read in here.
        bytes.withUnsafeBufferPointer { input in
            var parser = yaml_parser_t()
            guard yaml_parser_initialize(&parser) == 1 else {
                failure = YAMLProblem(position: YAMLPosition(line: 1, column: 1), message: "out of memory")
                return
            }
            defer { yaml_parser_delete(&parser) }
            yaml_parser_set_input_string(&parser, input.baseAddress, input.count)
            var isAtEnd = false
            while !isAtEnd, failure == nil {
                var event = yaml_event_t()
                guard yaml_parser_parse(&parser, &event) == 1 else {
                    failure = problem(of: parser)
                    return
                }
                isAtEnd = event.type == YAML_STREAM_END_EVENT
                do throws(YAMLProblem) {
                    if let copy = try Event.copy(event) { events.append(copy) }
                } catch {
                    failure = error
                }
                yaml_event_delete(&event)
            }
        }
        if let failure { throw failure }
        var reader = YAMLReader(events: events[...])
        return try reader.document()
    }

    private var events: ArraySlice<Event>

    private mutating func document() throws(YAMLProblem) -> YAMLNode? {
        guard let root = try node(depth: 0) else { return nil }
        if let next = events.first {
            throw YAMLProblem(position: next.position, message: "expected one document, found a second")
        }
        return root
    }

    /// The next node, or nil where a collection or the file ends.
    private mutating func node(depth: Int) throws(YAMLProblem) -> YAMLNode? {
        guard let event = events.popFirst() else { return nil }
        guard depth < Self.depthLimit else {
            throw YAMLProblem(position: event.position, message: "nested more than \(Self.depthLimit) deep")
        }
        switch event.kind {
        case .scalar(let text, let isQuoted):
            return YAMLNode(content: .scalar(text, isQuoted: isQuoted), position: event.position)
        case .sequence:
            var nodes: [YAMLNode] = []
            while let next = try node(depth: depth + 1) { nodes.append(next) }
            return YAMLNode(content: .sequence(nodes), position: event.position)
        case .mapping:
            return YAMLNode(content: .mapping(try entries(depth: depth + 1)), position: event.position)
        case .end:
            return nil
        }
    }

    private mutating func entries(depth: Int) throws(YAMLProblem) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        while let key = try node(depth: depth) {
            guard case .scalar(let name, _) = key.content else {
                throw YAMLProblem(position: key.position, message: "expected a name before the colon")
            }
            if let first = entries.first(where: { $0.key == name }) {
                throw YAMLProblem(
                    position: key.position,
                    message:
                        "'\(Escaper.show(name, columns: 60))' stands here twice, first in line \(first.keyPosition.line)"
                )
            }
            guard let value = try node(depth: depth) else { break }
            entries.append(YAMLEntry(key: name, keyPosition: key.position, value: value))
        }
        return entries
    }

    private static func problem(of parser: yaml_parser_t) -> YAMLProblem {
        let message = parser.problem.map { String(cString: $0) } ?? "not YAML"
        let mark = parser.problem_mark
        return YAMLProblem(position: YAMLPosition(mark), message: Escaper.show(message, columns: 200))
    }
}

/// What matters of libyaml's events.
private struct Event {
    enum Kind {
        case scalar(String, isQuoted: Bool)
        case sequence, mapping, end
    }

    var kind: Kind
    var position: YAMLPosition

    /// Copies an event of libyaml; nil for those that only frame the document.
    static func copy(_ event: yaml_event_t) throws(YAMLProblem) -> Event? {
        let position = YAMLPosition(event.start_mark)
        let anchor: UnsafeMutablePointer<yaml_char_t>?
        let kind: Kind
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let isQuoted = scalar.style != YAML_PLAIN_SCALAR_STYLE
            (kind, anchor) = (.scalar(String(decoding: bytes, as: UTF8.self), isQuoted: isQuoted), scalar.anchor)
        case YAML_SEQUENCE_START_EVENT: (kind, anchor) = (.sequence, event.data.sequence_start.anchor)
        case YAML_MAPPING_START_EVENT: (kind, anchor) = (.mapping, event.data.mapping_start.anchor)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: (kind, anchor) = (.end, nil)
        case YAML_ALIAS_EVENT: throw YAMLProblem(position: position, message: "aliases (*name) are not supported")
        default: return nil
        }
        guard anchor == nil else {
            throw YAMLProblem(position: position, message: "anchors (&name) are not supported")
        }
        return Event(kind: kind, position: position)
    }
}

extension YAMLPosition {
    init(_ mark: yaml_mark_t) {
        self.init(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }
}
