/// Replaces label values by values that tell nothing but their shape, and stay distinct.
///
/// Each letter becomes another letter and each digit another digit, so that a UUID still looks like one; sixteen hex
/// digits of a keyed hash after a `~` keep any two values apart. With the same key the same value is replaced alike, so
/// redacted snapshots of several servers can be united. What can still be told of a value: its length, its punctuation,
/// and which characters are digits, vowels and consonants.
package struct Redaction: Sendable {
    private static let suffixLength = 17

    /// Labels whose values are numbers or names that say nothing about users, and that analysis needs.
    package static let keptLabels = ["__name__", "le", "quantile"]

    private let key0: UInt64
    private let key1: UInt64

    package init(key: [UInt8]) {
        key0 = SipHash.hash(key, key0: 0x6361_7264, key1: 0x7363_616e)
        key1 = SipHash.hash(key, key0: 0x7265_6461, key1: 0x6374_696f)
    }

    package func redact(_ value: UnsafeRawBufferPointer) -> [UInt8] {
        let hash = SipHash.hash(value, key0: key0, key1: key1)
        var random = hash
        var bytes: [UInt8] = []
        bytes.reserveCapacity(value.count + Self.suffixLength)
        // A Unix time is known by its first digit, which tells nothing.
        let isTime = ValueShape(of: value) == .timestamp
        for (index, byte) in value.enumerated() {
            random = LabelHash.mix(random)
            if isTime, index == 0 {
                bytes.append(byte)
                continue
            }
            let pick = UInt8(truncatingIfNeeded: random >> 32)
            bytes.append(Self.substitutes(for: byte).map { $0[Int(pick) % $0.count] } ?? byte)
        }
        bytes.append(UInt8(ascii: "~"))
        for shift in stride(from: 60, through: 0, by: -4) {
            bytes.append(Array("0123456789abcdef".utf8)[Int(hash >> UInt64(shift) & 15)])
        }
        return bytes
    }

    func redact(_ value: String) -> String {
        var value = value
        return value.withUTF8 { String(decoding: redact(UnsafeRawBufferPointer($0)), as: UTF8.self) }
    }

    /// Bytes that shapes do not tell apart: hexadecimal or not, in Kubernetes' random suffixes or not.
    private static let classes: [[UInt8]] = [
        "013", "2456789", "ae", "bcdf", "ghjklmnpqrstvwxz", "iouy", "AE", "BCDF", "GHJKLMNPQRSTVWXZ", "IOUY",
    ].map { Array($0.utf8) }

    private static let classOfByte: [Int?] = (0...255).map { byte in classes.firstIndex { $0.contains(UInt8(byte)) } }

    private static func substitutes(for byte: UInt8) -> [UInt8]? {
        if byte >= 0x80 { return [UInt8(ascii: "x")] }
        return classOfByte[Int(byte)].map { classes[$0] }
    }

    /// A value without the suffix that redaction added, for judging its shape.
    static func original(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let length = value.count - suffixLength
        guard length > 0, value[length] == UInt8(ascii: "~") else { return value }
        let suffix = ByteProfile(UnsafeRawBufferPointer(rebasing: value[(length + 1)...]))
        guard suffix.digits + suffix.hexLetters == suffixLength - 1 else { return value }
        return UnsafeRawBufferPointer(rebasing: value[..<length])
    }
}
