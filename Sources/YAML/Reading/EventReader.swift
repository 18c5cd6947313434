import CYAML

/// Reads YAML through the events of libyaml, which become nodes one by one.
struct EventReader {
    private let source: SourceText
    private let check: EncodingCheck
    private var builder: TreeBuilder
    private(set) var documents: [YAMLDocument] = []
    private var failure: YAMLError?

    var errors: [YAMLError] { builder.errors + (failure.map { [$0] } ?? []) }

    init(source: SourceText, limits: YAMLLimits, check: EncodingCheck, onItem: ((YAMLNode) -> Void)? = nil) {
        self.source = source
        self.check = check
        builder = TreeBuilder(source: source, limits: limits, onItem: onItem)
    }

    mutating func read() {
        // libyaml keeps a pointer to the text: everything it reads is read in here.
        source.bytes.withUnsafeBufferPointer { bytes in
            let mark: [UInt8] = [0xef, 0xbb, 0xbf]
            let start = bytes.starts(with: mark) ? mark.count : 0
            let end = check.fault?.range.lowerBound ?? bytes.count
            guard start < end else {
                failure = check.fault
                return
            }
            let input = UnsafeBufferPointer(rebasing: bytes[start..<end])
            if let fault = CostCheck.fault(input) {
                failure = fault
                return
            }
            let ascii = start > 0 ? EncodingCheck.countASCII(input) : check.firstNonASCII
            let marks = MarkConverter(input, base: start, firstNonASCII: min(ascii, input.count))
            read(input, marks: marks)
        }
    }

    private mutating func read(_ input: UnsafeBufferPointer<UInt8>, marks: MarkConverter) {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else {
            failure = YAMLError(.limit, "out of memory", at: 0..<0)
            return
        }
        defer { yaml_parser_delete(&parser) }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(&parser, input.baseAddress, input.count)
        var marks = marks
        var document = OpenDocument()
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else {
                failure = check.fault ?? SyntaxAdvice(source: source).error(of: parser, marks: &marks)
                return
            }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_END_EVENT { break }
            do throws(YAMLError) {
                try handle(event, document: &document, marks: &marks)
            } catch {
                failure = error
                return
            }
        }
        if let fault = check.fault {
            // The text was cut off at the fault, and the last document with it.
            if document.isImplicitEnd, !documents.isEmpty { documents.removeLast() }
            failure = fault
        }
    }

    private struct OpenDocument {
        var start = 0
        var startEnd = 0
        /// Whether the document that was closed last had no `...`.
        var isImplicitEnd = false
    }

    private mutating func handle(
        _ event: yaml_event_t, document: inout OpenDocument, marks: inout MarkConverter
    ) throws(YAMLError) {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            builder.reset()
            document.start = marks.offset(of: event.start_mark)
            let isImplicit = event.data.document_start.implicit == 1
            document.startEnd = isImplicit ? document.start : marks.offset(of: event.end_mark)
        case YAML_DOCUMENT_END_EVENT:
            document.isImplicitEnd = event.data.document_end.implicit == 1
            close(document, explicitEnd: document.isImplicitEnd ? nil : marks.offset(of: event.end_mark))
        case YAML_SCALAR_EVENT:
            try scalar(event, marks: &marks)
        case YAML_ALIAS_EVENT:
            let range = marks.range(of: event)
            try builder.alias(Self.text(event.data.alias.anchor) ?? "", range: range)
        case YAML_SEQUENCE_START_EVENT:
            let sequence = event.data.sequence_start
            let isFlow = sequence.style == YAML_FLOW_SEQUENCE_STYLE
            try builder.begin(
                isMapping: false, at: collectionStart(event, isFlow: isFlow, marks: &marks),
                anchor: Self.text(sequence.anchor), tag: Self.text(sequence.tag))
        case YAML_MAPPING_START_EVENT:
            let mapping = event.data.mapping_start
            let isFlow = mapping.style == YAML_FLOW_MAPPING_STYLE
            try builder.begin(
                isMapping: true, at: collectionStart(event, isFlow: isFlow, marks: &marks),
                anchor: Self.text(mapping.anchor), tag: Self.text(mapping.tag))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            // The end of a block collection has no bytes of its own: libyaml finds it at the next token.
            let range = marks.range(of: event)
            try builder.end(at: range.isEmpty ? nil : range.upperBound)
        default:
            break
        }
    }

    private mutating func close(_ document: OpenDocument, explicitEnd: Int?) {
        var root = builder.root
        if let node = root, node.range.isEmpty, node.tag == nil, node.alias == nil, node.scalar?.style == .plain {
            root = nil
        }
        let end = explicitEnd ?? max(root?.range.upperBound ?? 0, document.startEnd)
        documents.append(YAMLDocument(root: root, range: document.start..<max(document.start, end)))
    }

    private mutating func scalar(_ event: yaml_event_t, marks: inout MarkConverter) throws(YAMLError) {
        let scalar = event.data.scalar
        var range = marks.range(of: event)
        let (anchor, tag) = (Self.text(scalar.anchor), Self.text(scalar.tag))
        if anchor != nil || tag != nil { range = afterProperties(range) }
        let style: YAMLScalar.Style
        switch scalar.style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: style = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: style = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: (style, range) = (.literal, withoutBlankLines(range))
        case YAML_FOLDED_SCALAR_STYLE: (style, range) = (.folded, withoutBlankLines(range))
        default:
            style = .plain
            if range.isEmpty, anchor == nil, tag == nil { range = emptyScalar(at: range.lowerBound) }
        }
        let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        try builder.scalar(
            YAMLScalar(value: String(decoding: bytes, as: UTF8.self), style: style), range: range, anchor: anchor,
            tag: tag)
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(decoding: UnsafeBufferPointer(start: $0, count: strlen($0)), as: UTF8.self) }
    }

    private static func strlen(_ pointer: UnsafeMutablePointer<yaml_char_t>) -> Int {
        var count = 0
        while pointer[count] != 0 { count += 1 }
        return count
    }
}

/// Tight ranges: libyaml's begin with anchors and tags and end at the next token.
extension EventReader {
    private func collectionStart(_ event: yaml_event_t, isFlow: Bool, marks: inout MarkConverter) -> Int {
        let range = marks.range(of: event)
        guard !range.isEmpty else { return range.lowerBound }
        if isFlow {
            // The mapping in `[a: b]` has no bracket of its own.
            let last = range.upperBound - 1
            return source.bytes[last] == 0x5b || source.bytes[last] == 0x7b ? last : range.lowerBound
        }
        // A list that stands no deeper than its key begins with its first '-', which is part of the event.
        let isAtDash = range.upperBound < source.bytes.count && source.bytes[range.upperBound] == 0x2d
        return isAtDash || source.bytes[range.upperBound - 1] != 0x2d ? range.upperBound : range.upperBound - 1
    }

    /// A scalar without the `&anchor` and `!tag` before it.
    private func afterProperties(_ range: Range<Int>) -> Range<Int> {
        let bytes = source.bytes
        var offset = range.lowerBound
        while offset < range.upperBound {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0a, 0x0d:
                offset += 1
            case 0x23:  // #
                while offset < range.upperBound, bytes[offset] != 0x0a, bytes[offset] != 0x0d { offset += 1 }
            case 0x26, 0x21:  // & !
                while offset < range.upperBound, bytes[offset] > 0x20, bytes[offset] != 0x2c { offset += 1 }
            default:
                return offset..<range.upperBound
            }
        }
        return range.upperBound..<range.upperBound
    }

    /// A block scalar without the blank lines behind it.
    private func withoutBlankLines(_ range: Range<Int>) -> Range<Int> {
        let bytes = source.bytes
        var (end, offset) = (range.upperBound, range.upperBound)
        while offset > range.lowerBound {
            switch bytes[offset - 1] {
            case 0x20, 0x09:
                offset -= 1
            case 0x0a, 0x0d:
                offset -= 1
                end = offset
            default:
                return range.lowerBound..<end
            }
        }
        return range.lowerBound..<end
    }

    /// libyaml puts a value that is not there before the next token, which may be lines away.
    private func emptyScalar(at offset: Int) -> Range<Int> {
        if offset > 0, [0x3a, 0x2d, 0x3f].contains(source.bytes[offset - 1]) { return offset..<offset }
        let start = min(offset, builder.lastEnd ?? offset)
        return start..<start
    }
}
