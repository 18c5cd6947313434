import Regex

/// Upper and lower case as Go's `strings.ToUpper` and `strings.ToLower` map them: one rune to one rune.
///
/// Swift maps a character to as many as Unicode says (`ß` to `SS`); what Go's simple mapping says instead is listed here.
/// As in Go every byte that is not part of valid UTF-8 becomes U+FFFD.
enum CaseMapping {
    static func lower(_ bytes: [UInt8]) -> [UInt8] {
        map(bytes, ascii: { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }) { scalar in
            scalar.value == 0x130 ? "i" : only(scalar.properties.lowercaseMapping) ?? scalar
        }
    }

    static func upper(_ bytes: [UInt8]) -> [UInt8] {
        map(bytes, ascii: { 0x61...0x7A ~= $0 ? $0 & 0xDF : $0 }) { scalar in
            only(scalar.properties.uppercaseMapping) ?? withoutSubscript(scalar)
        }
    }

    private static func map(
        _ bytes: [UInt8], ascii: (UInt8) -> UInt8, _ mapping: (Unicode.Scalar) -> Unicode.Scalar
    ) -> [UInt8] {
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.map(ascii) }
        var mapped: [UInt8] = []
        mapped.reserveCapacity(bytes.count)
        bytes.withUnsafeBytes { bytes in
            var index = 0
            while index < bytes.count {
                let (rune, length) = UTF8Rune.decode(bytes, at: index)
                index += length
                mapped += UTF8Rune.encode(Unicode.Scalar(rune).map { mapping($0).value } ?? UTF8Rune.replacement)
            }
        }
        return mapped
    }

    private static func only(_ text: String) -> Unicode.Scalar? {
        let scalars = text.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }

    /// Greek letters with an iota below have a capital of their own, which only the simple mapping leads to.
    private static func withoutSubscript(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let offset: UInt32 =
            switch scalar.value {
            case 0x1F80...0x1F87, 0x1F90...0x1F97, 0x1FA0...0x1FA7: 8
            case 0x1FB3, 0x1FC3, 0x1FF3: 9
            default: 0
            }
        return Unicode.Scalar(scalar.value + offset) ?? scalar
    }
}
