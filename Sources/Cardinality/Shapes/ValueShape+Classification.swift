/// Recognising shapes: one look at each value's bytes, no regular expression.
extension ValueShape {
    /// The shape of a label value, `other` when it looks like nothing in particular.
    package init(of value: UnsafeRawBufferPointer) {
        let value = Redaction.original(value)
        self = Self.classify(value)
    }

    private static func classify(_ value: UnsafeRawBufferPointer) -> ValueShape {
        guard value.count >= 5 else { return .other }
        let profile = ByteProfile(value)
        if profile.digits == value.count { return number(value) }
        if isUUID(value, profile) { return .uuid }
        if isHash(value, profile) { return .hash }
        if isAddress(value, profile) { return .ipAddress }
        if isDate(value, profile) { return .timestamp }
        if profile.at == 1, isEmail(value) { return .email }
        if profile.colons > 0, isURL(value) { return .url }
        if value[0] == UInt8(ascii: "/") { return hasID(path: value) ? .pathWithID : .other }
        if profile.dashes > 0, isPodName(value) { return .podName }
        return .other
    }

    /// All digits: Unix times of this century in seconds or milliseconds, else an id from five digits on.
    private static func number(_ value: UnsafeRawBufferPointer) -> ValueShape {
        let startsAsTime = value[0] == UInt8(ascii: "1") && value[1] >= UInt8(ascii: "2")
        return startsAsTime && (value.count == 10 || value.count == 13) ? .timestamp : .numericID
    }

    private static func isUUID(_ value: UnsafeRawBufferPointer, _ profile: ByteProfile) -> Bool {
        guard value.count == 36, profile.dashes == 4, profile.hexLetters + profile.digits == 32 else { return false }
        return [8, 13, 18, 23].allSatisfy { value[$0] == UInt8(ascii: "-") }
    }

    /// Hexadecimal with digits and letters, of twelve bytes or more, with an optional algorithm in front.
    private static func isHash(_ value: UnsafeRawBufferPointer, _ profile: ByteProfile) -> Bool {
        if profile.hexLetters + profile.digits == value.count {
            return value.count >= 12 && profile.hexLetters > 0 && profile.digits > 0
        }
        guard profile.colons == 1, let colon = value.firstIndex(of: UInt8(ascii: ":")), colon >= 2 else { return false }
        let rest = UnsafeRawBufferPointer(rebasing: value[(colon + 1)...])
        let restProfile = ByteProfile(rest)
        return rest.count >= 32 && restProfile.hexLetters + restProfile.digits == rest.count
    }

    /// IPv4 or IPv6, with an optional port or prefix length.
    private static func isAddress(_ value: UnsafeRawBufferPointer, _ profile: ByteProfile) -> Bool {
        let plain = profile.digits + profile.dots + profile.colons + profile.slashes
        if profile.dots == 3, plain == value.count, profile.colons <= 1, profile.slashes <= 1 {
            return isDottedQuad(value)
        }
        guard profile.colons >= 2 else { return false }
        return plain + profile.hexLetters + profile.brackets == value.count
    }

    private static func isDottedQuad(_ value: UnsafeRawBufferPointer) -> Bool {
        var octets = 0
        var digits = 0
        for byte in value {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "."):
                guard (1...3).contains(digits) else { return false }
                octets += 1
                digits = 0
            default: return octets == 3 && (1...3).contains(digits)
            }
        }
        return octets == 3 && (1...3).contains(digits)
    }

    /// A date as in RFC 3339: `2026-11-22`, alone or followed by a time.
    private static func isDate(_ value: UnsafeRawBufferPointer, _ profile: ByteProfile) -> Bool {
        guard value.count >= 10, profile.dashes >= 2, profile.digits >= 8 else { return false }
        for (index, byte) in value.prefix(10).enumerated() {
            let isDash = index == 4 || index == 7
            guard isDash ? byte == UInt8(ascii: "-") : ByteProfile.isDigit(byte) else { return false }
        }
        return value.count == 10 || value[10] == UInt8(ascii: "T") || value[10] == UInt8(ascii: " ")
    }

    private static func isEmail(_ value: UnsafeRawBufferPointer) -> Bool {
        guard let at = value.firstIndex(of: UInt8(ascii: "@")), at > 0 else { return false }
        let domain = value[(at + 1)...]
        guard let dot = domain.lastIndex(of: UInt8(ascii: ".")) else { return false }
        return dot > at + 1 && value.count - dot > 2 && !value.contains(UInt8(ascii: " "))
    }

    private static func isURL(_ value: UnsafeRawBufferPointer) -> Bool {
        guard let colon = value.firstIndex(of: UInt8(ascii: ":")), colon >= 2, colon + 2 < value.count else {
            return false
        }
        return value[colon + 1] == UInt8(ascii: "/") && value[colon + 2] == UInt8(ascii: "/")
            && value[..<colon].allSatisfy(ByteProfile.isLetter)
    }

    /// Whether a segment of the path is an id: a number from three digits on, a UUID, or a hash.
    private static func hasID(path: UnsafeRawBufferPointer) -> Bool {
        var start = 1
        while start < path.count {
            let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.count
            let segment = UnsafeRawBufferPointer(rebasing: path[start..<end])
            let profile = ByteProfile(segment)
            if segment.count >= 3, profile.digits == segment.count { return true }
            if isUUID(segment, profile) || isHash(segment, profile) { return true }
            start = end + 1
        }
        return false
    }

    /// `name-5d9c7b8f4-x7k2p` (Deployment), `name-28471230-x7k2p` (CronJob) or `name-x7k2p` (DaemonSet), with the
    /// letters Kubernetes uses for random suffixes (k8s.io/apimachinery/pkg/util/rand).
    private static func isPodName(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value.count > 6, value[value.count - 6] == UInt8(ascii: "-") else { return false }
        return value.suffix(5).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
                UInt8(ascii: "y"):
                false
            case UInt8(ascii: "b")...UInt8(ascii: "z"): true
            case UInt8(ascii: "2"), UInt8(ascii: "4")...UInt8(ascii: "9"): true
            default: false
            }
        }
    }
}
