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

    @inline(__always)
    init(_ value: UnsafeRawBufferPointer) {
        guard value.count <= Self.limit else { return }
        for byte in value {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits &+= 1
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): hexLetters &+= 1
            case UInt8(ascii: "-"): dashes &+= 1
            case UInt8(ascii: "."): dots &+= 1
            case UInt8(ascii: ":"): colons &+= 1
            case UInt8(ascii: "/"): slashes &+= 1
            case UInt8(ascii: "@"): at &+= 1
            case UInt8(ascii: "["), UInt8(ascii: "]"): brackets &+= 1
            default: break
            }
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
