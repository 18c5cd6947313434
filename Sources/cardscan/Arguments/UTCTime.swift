/// A moment on the proleptic Gregorian calendar, without a time zone database: all the calendar a report needs.
struct UTCTime: Equatable, Sendable {
    /// Since the epoch.
    var milliseconds: Int64

    private static let day: Int64 = 86_400_000

    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The form of RFC 3339, or less of it: the offset (then UTC), seconds or the whole clock may be missing, and `T` may
    /// be a space, so that what reports print can be typed back. Nil for everything else.
    init?(rfc3339 text: String) {
        var scanner = Scanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
            scanner.skip("-"), let day = scanner.number(digits: 2), (1...12).contains(month),
            (1...Self.daysIn(month: month, year: year)).contains(day)
        else { return nil }
        milliseconds = Self.days(year: year, month: month, day: day) * Self.day
        if scanner.isAtEnd { return }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "), let hour = scanner.number(digits: 2),
            scanner.skip(":"), let minute = scanner.number(digits: 2), hour < 24, minute < 60
        else { return nil }
        var second: Int64 = 0
        if scanner.skip(":") {
            guard let seconds = scanner.number(digits: 2), seconds <= 60 else { return nil }
            second = seconds
        }
        milliseconds += ((hour * 60 + minute) * 60 + second) * 1000
        if scanner.skip(".") {
            guard let fraction = scanner.fraction() else { return nil }
            milliseconds += fraction
        }
        if scanner.isAtEnd { return }
        if scanner.skip("Z") || scanner.skip("z") { if scanner.isAtEnd { return } else { return nil } }
        let sign: Int64 = scanner.skip("+") ? 1 : -1
        guard sign == 1 || scanner.skip("-"), let hours = scanner.number(digits: 2), scanner.skip(":"),
            let minutes = scanner.number(digits: 2), hours < 24, minutes < 60, scanner.isAtEnd
        else { return nil }
        milliseconds -= sign * (hours * 60 + minutes) * 60_000
    }

    /// `2026-11-22`.
    var date: String {
        let (year, month, day) = Self.civil(days: milliseconds.floorDivided(by: Self.day))
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }

    /// `13:58`.
    var clock: String {
        let minutes = inDay / 60_000
        return "\(Self.padded(minutes / 60, 2)):\(Self.padded(minutes % 60, 2))"
    }

    /// `2026-11-22T13:58:02.123Z`.
    var rfc3339: String {
        let fraction = inDay % 1000 == 0 ? "" : ".\(Self.padded(inDay % 1000, 3))"
        return "\(date)T\(clock):\(Self.padded(inDay / 1000 % 60, 2))\(fraction)Z"
    }

    /// Since midnight. The midnight before the first of all moments has no number.
    private var inDay: Int64 {
        let remainder = milliseconds % Self.day
        return remainder < 0 ? remainder + Self.day : remainder
    }

    private static func padded(_ number: Int64, _ digits: Int) -> String {
        let text = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(0, digits - text.utf8.count))
        return (number < 0 ? "-" : "") + zeros + text
    }

    private static func daysIn(month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since the epoch, counted in eras of 400 years that start in March, so that leap days end a year.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floorDivided(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

/// Reads digits and marks from the front of a text.
private struct Scanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == mark.value else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(digits: Int) -> Int64? {
        let part = rest.prefix(digits)
        guard part.count == digits, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(digits)
        return part.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// Digits after the point, as milliseconds; what is finer is cut off.
    mutating func fraction() -> Int64? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let firstThree = (Array(digits.prefix(3)) + [0x30, 0x30]).prefix(3)
        return firstThree.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
}

extension Int64 {
    /// Division that rounds down, also below zero.
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
