/// Reads a JSON text (RFC 8259) into the tree that YAML gives.
///
/// YAML is said to contain JSON; libyaml does not know surrogate pairs in escapes, and is slower. Dashboards are large.
/// What is not strictly JSON is left to libyaml.
struct JSONReader {
    private enum Failure: Error {
        /// It may still be YAML. What was expected, and where.
        case notJSON(JSONText.Fault)
        case error(YAMLError)
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var offset: Int
    private var builder: TreeBuilder
    /// For each open collection, whether it is an object.
    private var objects: [Bool] = []

    /// Whether a text begins like a JSON object or array.
    static func applies(to bytes: [UInt8]) -> Bool {
        let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        let first = bytes[start...].first { !isSpace($0) }
        return first == 0x7b || first == 0x5b
    }

    /// The document of a text in UTF-8; nil if it is not JSON.
    static func read(_ source: SourceText, limits: YAMLLimits) -> (documents: [YAMLDocument], errors: [YAMLError])? {
        source.bytes.withUnsafeBufferPointer { bytes in
            var reader = JSONReader(bytes, builder: TreeBuilder(source: source, limits: limits))
            do throws(Failure) {
                try reader.document()
                let root = reader.builder.root
                return ([YAMLDocument(root: root, range: root?.range ?? 0..<0)], reader.builder.errors)
            } catch {
                guard case .error(let error) = error else { return nil }
                return ([], reader.builder.errors + [error])
            }
        }
    }

    /// The value that bytes in UTF-8 are.
    static func root(of source: SourceText, limits: YAMLLimits) throws(JSONText.Fault) -> YAMLNode {
        let result: Result<YAMLNode, JSONText.Fault> = source.bytes.withUnsafeBufferPointer { bytes in
            var reader = JSONReader(bytes, builder: TreeBuilder(source: source, limits: limits))
            do throws(Failure) {
                try reader.document()
                if let error = reader.builder.errors.first { throw .error(error) }
                guard let root = reader.builder.root else { throw reader.expected("a value") }
                return .success(root)
            } catch {
                switch error {
                case .notJSON(let fault): return .failure(fault)
                case .error(let error): return .failure(JSONText.Fault(error))
                }
            }
        }
        return try result.get()
    }

    private func expected(_ what: String) -> Failure { .notJSON(JSONText.Fault("expected \(what)", at: offset)) }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, builder: TreeBuilder) {
        self.bytes = bytes
        self.builder = builder
        offset = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    }

    private var next: UInt8? {
        mutating get {
            while offset < bytes.count, Self.isSpace(bytes[offset]) { offset += 1 }
            return offset < bytes.count ? bytes[offset] : nil
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 }

    private mutating func document() throws(Failure) {
        repeat {
            // A value begins here, or a collection that was begun last ends without one.
            if let isObject = objects.last {
                if isObject { try key() }
            }
            if try value() { continue }
            // A value has ended: so may collections.
            try separator()
        } while !objects.isEmpty
        guard next == nil else { throw expected("nothing more") }
    }

    /// Reads a value; true if that was the beginning of a collection with something in it.
    private mutating func value() throws(Failure) -> Bool {
        switch next {
        case 0x7b, 0x5b:
            let isObject = bytes[offset] == 0x7b
            let start = offset
            try build { builder throws(YAMLError) in try builder.begin(isMapping: isObject, at: start) }
            offset += 1
            objects.append(isObject)
            guard next == (isObject ? 0x7d : 0x5d) else { return true }
            try close()
        case 0x22:
            try string()
        case nil:
            throw expected("a value")
        default:
            try word()
        }
        return false
    }

    /// What follows a value: a comma before the next, or the ends of collections.
    private mutating func separator() throws(Failure) {
        while let isObject = objects.last {
            switch next {
            case 0x2c:
                offset += 1
                return
            case isObject ? 0x7d : 0x5d:
                try close()
            default:
                throw expected(isObject ? "',' or '}'" : "',' or ']'")
            }
        }
    }

    private mutating func key() throws(Failure) {
        guard next == 0x22 else { throw expected("a name in double quotes") }
        try string()
        guard next == 0x3a else { throw expected("':'") }
        offset += 1
    }

    private mutating func close() throws(Failure) {
        offset += 1
        objects.removeLast()
        let end = offset
        try build { builder throws(YAMLError) in try builder.end(at: end) }
    }

    private mutating func build(_ body: (inout TreeBuilder) throws(YAMLError) -> Void) throws(Failure) {
        do throws(YAMLError) {
            try body(&builder)
        } catch {
            throw .error(error)
        }
    }

    private mutating func add(_ value: String, _ style: YAMLScalar.Style, range: Range<Int>) throws(Failure) {
        try build { builder throws(YAMLError) in
            try builder.scalar(YAMLScalar(value: value, style: style), range: range)
        }
    }
}

/// Scalars.
extension JSONReader {
    /// A number, `true`, `false` or `null`.
    private mutating func word() throws(Failure) {
        let start = offset
        while offset < bytes.count, Self.isWord(bytes[offset]) { offset += 1 }
        let word = UnsafeBufferPointer(rebasing: bytes[start..<offset])
        let text = String(decoding: word, as: UTF8.self)
        guard text == "true" || text == "false" || text == "null" || Self.isNumber(word) else {
            throw .notJSON(JSONText.Fault("expected a value", at: start))
        }
        try add(text, .plain, range: start..<offset)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x61...0x7a, 0x41...0x5a, 0x2b, 0x2d, 0x2e: true
        default: false
        }
    }

    private static func isNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var offset = 0
        func digits() -> Int {
            let start = offset
            while offset < bytes.count, (0x30...0x39).contains(bytes[offset]) { offset += 1 }
            return offset - start
        }
        if bytes.first == 0x2d { offset = 1 }
        let integerStart = offset
        let integer = digits()
        guard integer > 0, integer == 1 || bytes[integerStart] != 0x30 else { return false }
        if offset < bytes.count, bytes[offset] == 0x2e {
            offset += 1
            guard digits() > 0 else { return false }
        }
        if offset < bytes.count, bytes[offset] == 0x65 || bytes[offset] == 0x45 {
            offset += 1
            if offset < bytes.count, bytes[offset] == 0x2b || bytes[offset] == 0x2d { offset += 1 }
            guard digits() > 0 else { return false }
        }
        return offset == bytes.count
    }

    private mutating func string() throws(Failure) {
        let start = offset
        offset += 1
        var end = offset
        while end < bytes.count, bytes[end] != 0x22, bytes[end] != 0x5c, bytes[end] >= 0x20 { end += 1 }
        guard end < bytes.count, bytes[end] >= 0x20 else { throw unfinishedString(at: end) }
        if bytes[end] == 0x22 {
            let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[offset..<end]), as: UTF8.self)
            offset = end + 1
            try add(text, .doubleQuoted, range: start..<offset)
            return
        }
        var decoded = Array(bytes[offset..<end])
        offset = end
        while true {
            guard offset < bytes.count, bytes[offset] >= 0x20 else { throw unfinishedString(at: offset) }
            let byte = bytes[offset]
            if byte == 0x22 { break }
            if byte == 0x5c {
                guard let escape = JSONEscape(bytes, at: offset) else {
                    throw .notJSON(JSONText.Fault("no such escape in JSON", at: offset))
                }
                decoded.append(
                    contentsOf: Unicode.UTF8.encode(escape.scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
                offset += escape.length
            } else {
                decoded.append(byte)
                offset += 1
            }
        }
        offset += 1
        try add(String(decoding: decoded, as: UTF8.self), .doubleQuoted, range: start..<offset)
    }

    private func unfinishedString(at offset: Int) -> Failure {
        let what =
            offset < bytes.count
            ? "a control character in a string has to be escaped" : "expected '\"' at the end of a string"
        return .notJSON(JSONText.Fault(what, at: offset))
    }
}
