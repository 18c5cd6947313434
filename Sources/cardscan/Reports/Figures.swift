/// Numbers as people read them. Never in JSON or CSV, where they stay numbers.
enum Figures {
    /// `812,304`.
    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude).utf8)
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return text
    }

    /// `812,304`, but `4.31M` and `1.2G` where the last digits tell nothing.
    static func compact(_ number: Int) -> String {
        for (unit, size) in [("T", 1e12), ("G", 1e9), ("M", 1e6)] where abs(Double(number)) >= size * 0.99995 {
            return threeDigits(Double(number) / size) + unit
        }
        return grouped(number)
    }

    /// `18.8 %`; what is there but rounds to nothing is `<0.1 %`, and what is not all does not round to all.
    static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "–" }
        let percent = share * 100
        if percent == 0 || percent == 100 { return percent == 0 ? "0 %" : "100 %" }
        if percent > 0, percent < 0.05 { return "<0.1 %" }
        if percent < 100, percent >= 99.9 { return "99.9 %" }
        if percent >= 1000 { return grouped(Int(min(percent, 1e15).rounded())) + " %" }
        return fixed(percent, 1) + " %"
    }

    /// `512 B`, `1.4 MiB`.
    static func bytes(_ count: Int) -> String {
        var size = Double(count)
        guard abs(size) >= 1024 else { return "\(count) B" }
        var unit = -1
        let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        while abs(size) >= 1023.95, unit < units.count - 1 {
            size /= 1024
            unit += 1
        }
        return "\(fixed(size, size < 99.95 ? 1 : 0)) \(units[unit])"
    }

    /// `14.8 to 29.5 GiB`: the unit once where it is the same.
    static func range(ofBytes low: Int, _ high: Int) -> String {
        let ends = [bytes(low), bytes(high)].map { $0.split(separator: " ") }
        guard ends.allSatisfy({ $0.count == 2 }), ends[0][1] == ends[1][1] else {
            return "\(bytes(low)) to \(bytes(high))"
        }
        return "\(ends[0][0]) to \(ends[1][0]) \(ends[1][1])"
    }

    /// `8 s`, `2 min 10 s`, `3 h 5 min`.
    static func seconds(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "a long time" }
        let whole = Int(seconds.rounded(.up))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    /// `1.31`, `13.1`, `131`.
    static func threeDigits(_ number: Double) -> String {
        let size = abs(number)
        return fixed(number, size < 9.995 ? 2 : size < 99.95 ? 1 : 0)
    }

    /// A sample's value as Prometheus writes it: `12`, `0.5`, `NaN`, `+Inf`.
    static func sample(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// With exactly so many digits after the point.
    static func fixed(_ number: Double, _ digits: Int) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "–" }
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int((abs(number) * Double(scale)).rounded())
        let sign = number < 0 && scaled != 0 ? "-" : ""
        guard digits > 0 else { return sign + grouped(scaled) }
        let fraction = String(scaled % scale)
        let zeros = String(repeating: "0", count: digits - fraction.utf8.count)
        return "\(sign)\(grouped(scaled / scale)).\(zeros)\(fraction)"
    }

    /// `1 block`, `2 blocks`.
    static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
        "\(compact(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }
}
