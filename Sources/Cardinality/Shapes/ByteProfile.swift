/// How many bytes of each kind a value has.
struct ByteProfile {
    var digits = 0
    var hexLetters = 0
    var dashes = 0
    var dots = 0
    var colons = 0
    var slashes = 0
    var at = 0
    var brackets = 0

    /// Bytes a value is judged by: what is longer is no identifier.
    private static let limit = 512

    /// For each byte a one in the eighth of a word that counts its kind.
    private static let lanes: [UInt64] = (0...255).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): 1
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): 1 << 8
        case UInt8(ascii: "-"): 1 << 16
        case UInt8(ascii: "."): 1 << 24
        case UInt8(ascii: ":"): 1 << 32
        case UInt8(ascii: "/"): 1 << 40
        case UInt8(ascii: "@"): 1 << 48
        case UInt8(ascii: "["), UInt8(ascii: "]"): 1 << 56
        default: 0
        }
    }

    init(_ value: UnsafeRawBufferPointer) {
        guard value.count <= Self.limit else { return }
        Self.lanes.withUnsafeBufferPointer { lanes in
            var start = 0
            while start < value.count {
                // An eighth of a word holds 255.
                let end = min(start &+ 255, value.count)
                var sum: UInt64 = 0
                for index in start..<end { sum &+= lanes[Int(value[index])] }
                add(sum)
                start = end
            }
        }
    }

    private mutating func add(_ sum: UInt64) {
        func lane(_ index: UInt64) -> Int { Int(truncatingIfNeeded: sum >> (8 * index) & 0xff) }
        digits += lane(0)
        hexLetters += lane(1)
        dashes += lane(2)
        dots += lane(3)
        colons += lane(4)
        slashes += lane(5)
        at += lane(6)
        brackets += lane(7)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
