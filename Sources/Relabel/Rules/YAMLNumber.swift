import Glibc

/// A number as yaml.v2 reads plain text: YAML 1.1 with what Go's strconv understands beside.
struct YAMLNumber {
    private enum Value {
        case integer(UInt64, isNegative: Bool)
        case real(Double)
    }

    private let value: Value

    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let first = bytes.first else { return nil }
        let isSigned = first == 0x2B || first == 0x2D
        guard isSigned || first == 0x2E || 0x30...0x39 ~= first else { return nil }
        if let special = Self.special[text] {
            value = .real(special)
            return
        }
        // A dot in front is read by strconv alone, which knows no underscores here.
        let plain = first == 0x2E ? bytes : bytes.filter { $0 != 0x5F }
        if first != 0x2E, let integer = Self.integer(isSigned ? plain.dropFirst() : plain[...]) {
            let isNegative = first == 0x2D
            guard isNegative || isSigned ? integer <= (isNegative ? 1 << 63 : 1 << 63 - 1) : true else {
                value = .real(Self.real(plain) ?? 0)
                return
            }
            value = .integer(integer, isNegative: isNegative && integer != 0)
        } else if let real = Self.real(plain) {
            value = .real(real)
        } else {
            return nil
        }
    }

    var isInteger: Bool { if case .integer = value { true } else { false } }

    /// As a field without sign takes it: fractions are cut off.
    var unsigned: UInt64? {
        switch value {
        case .integer(let number, let isNegative): return isNegative ? nil : number
        case .real(let number):
            guard number <= 0x1p64 else { return nil }
            // Go leaves open what a number out of range becomes; this is what it becomes on amd64.
            if number == 0x1p64 { return 0x8000_0000_0000_0000 }
            if number < 0 { return UInt64(bitPattern: Int64(exactly: number.rounded(.towardZero)) ?? .min) }
            return UInt64(number)
        }
    }

    private static let special: [String: Double] = Dictionary(
        uniqueKeysWithValues: ["inf", "Inf", "INF"].flatMap {
            [(".\($0)", Double.infinity), ("+.\($0)", .infinity), ("-.\($0)", -.infinity)]
        } + ["nan", "NaN", "NAN"].map { (".\($0)", .nan) })

    /// Digits with Go's prefixes for other bases, a leading 0 among them.
    private static func integer(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var digits = digits
        var base: UInt64 = 10
        if digits.first == 0x30, let mark = digits.dropFirst().first {
            switch mark | 0x20 {
            case 0x78: base = 16
            case 0x6F: base = 8
            case 0x62: base = 2
            default: base = 8
            }
            digits = digits.dropFirst(0x30...0x39 ~= mark ? 1 : 2)
        }
        guard !digits.isEmpty else { return nil }
        var number: UInt64 = 0
        for digit in digits {
            let worth: UInt64
            switch digit {
            case 0x30...0x39: worth = UInt64(digit - 0x30)
            case 0x41...0x46, 0x61...0x66: worth = UInt64(digit | 0x20) - 0x57
            default: return nil
            }
            let (product, overflow) = number.multipliedReportingOverflow(by: base)
            let (sum, carry) = product.addingReportingOverflow(worth)
            guard worth < base, !overflow, !carry else { return nil }
            number = sum
        }
        return number
    }

    /// `1`, `1.`, `.5`, `1.5e3`; nil beyond the range of a double.
    private static func real(_ bytes: [UInt8]) -> Double? {
        var rest = bytes[...]
        if rest.first == 0x2B || rest.first == 0x2D { rest = rest.dropFirst() }
        let whole = rest.prefix { 0x30...0x39 ~= $0 }
        rest = rest.dropFirst(whole.count)
        var fraction = 0
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            fraction = rest.prefix { 0x30...0x39 ~= $0 }.count
            rest = rest.dropFirst(fraction)
        }
        guard whole.count + fraction > 0 else { return nil }
        if rest.first.map({ $0 | 0x20 }) == 0x65 {
            rest = rest.dropFirst()
            if rest.first == 0x2B || rest.first == 0x2D { rest = rest.dropFirst() }
            let exponent = rest.prefix { 0x30...0x39 ~= $0 }
            guard !exponent.isEmpty else { return nil }
            rest = rest.dropFirst(exponent.count)
        }
        guard rest.isEmpty, let number = Double(String(decoding: bytes, as: UTF8.self)), number.isFinite else {
            return nil
        }
        return number
    }
}
