/// A place where a query names a variable of Grafana: `$name`, `${name:format}`, `[[name:format]]`.
struct VariableReference {
    let name: String
    let range: Range<Int>

    /// `nil` if there is none at that byte. `$1` is none: it refers to a group of a regular expression.
    init?(in bytes: [UInt8], at index: Int) {
        guard index < bytes.count else { return nil }
        switch bytes[index] {
        case 0x24:
            let isBraced = index + 1 < bytes.count && bytes[index + 1] == 0x7b
            self.init(in: bytes, at: index, name: index + (isBraced ? 2 : 1), closing: isBraced ? [0x7d] : [])
        case 0x5b where index + 1 < bytes.count && bytes[index + 1] == 0x5b:
            self.init(in: bytes, at: index, name: index + 2, closing: [0x5d, 0x5d])
        default: return nil
        }
    }

    private init?(in bytes: [UInt8], at index: Int, name start: Int, closing: [UInt8]) {
        guard start < bytes.count else { return nil }
        let name = bytes[start...].prefix(while: \.isWord)
        guard !name.isEmpty, !name.allSatisfy(\.isDigit) else { return nil }
        var end = name.endIndex
        if !closing.isEmpty {
            // A format or a field follows; neither is long.
            if end < bytes.count, bytes[end] == 0x3a || bytes[end] == 0x2e {
                let rest = bytes[end...].prefix(200)
                guard let close = rest.firstIndex(of: closing[0]) else { return nil }
                end = close
            }
            guard bytes[end...].starts(with: closing) else { return nil }
            end += closing.count
        }
        self.name = String(decoding: name, as: UTF8.self)
        range = index..<end
    }

    /// Variables that Grafana defines as a number.
    var isNumber: Bool {
        ["__interval_ms", "__range_ms", "__range_s", "__from", "__to", "__auto_interval_ms"].contains(name)
    }

    /// Variables that Grafana defines as a length of time.
    var isDuration: Bool {
        ["__interval", "__rate_interval", "__range", "__auto"].contains(name) || name.hasPrefix("__auto_interval")
    }
}
