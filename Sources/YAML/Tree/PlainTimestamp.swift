/// The timestamps of yaml.v3: `2001-12-14`, `2001-12-14 21:59:43.1`, `2001-12-14t21:59:43.10-05:00`.
///
/// Months, days, minutes and seconds may have one digit; a zone only follows a `T` or `t`, which demand one.
struct PlainTimestamp {
    private var rest: ArraySlice<UInt8>

    static func matches(_ text: String) -> Bool {
        guard text.utf8.count <= 64 else { return false }
        var timestamp = PlainTimestamp(rest: Array(text.utf8)[...])
        return timestamp.parse()
    }

    private mutating func parse() -> Bool {
        guard let year = number(4...4), skip("-"), let month = number(1...2), (1...12).contains(month), skip("-"),
            let day = number(1...2), day >= 1, day <= Self.days(in: month, of: year)
        else { return false }
        if rest.isEmpty { return true }
        if skip(" ") { return time() && rest.isEmpty }
        guard skip("T") || skip("t") else { return false }
        return time() && zone() && rest.isEmpty
    }

    private mutating func time() -> Bool {
        guard let hour = number(1...2), hour < 24, skip(":"), let minute = number(1...2), minute < 60, skip(":"),
            let second = number(1...2), second < 60
        else { return false }
        if skip(".") || skip(",") { return number(1...60) != nil }
        return true
    }

    private mutating func zone() -> Bool {
        if skip("Z") { return true }
        guard skip("+") || skip("-"), let hours = number(2...2), skip(":"), let minutes = number(2...2) else {
            return false
        }
        return hours <= 24 && minutes < 60
    }

    private mutating func number(_ length: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }.prefix(length.upperBound)
        guard digits.count >= length.lowerBound else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { ($0 % 1_000_000) * 10 + Int($1 - 0x30) }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}
