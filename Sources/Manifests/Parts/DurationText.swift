/// A length of time as Prometheus' configuration writes it: `1h30m`, `0`.
enum DurationText {
    private static let units: [(name: [UInt8], milliseconds: Int64)] = [
        ([0x79], 365 * 86_400_000), ([0x77], 7 * 86_400_000), ([0x64], 86_400_000), ([0x68], 3_600_000),
        ([0x6d], 60_000), ([0x73], 1000), ([0x6d, 0x73], 1),
    ]

    /// `nil` if it is no duration, or one that does not fit. Units come in descending order, each once.
    static func milliseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        if bytes == [0x30] { return 0 }
        var (total, index, next): (Int64, Int, Int) = (0, 0, 0)
        guard !bytes.isEmpty else { return nil }
        while index < bytes.count {
            var number: Int64 = 0
            let start = index
            while index < bytes.count, 0x30...0x39 ~= bytes[index] {
                let (tens, one) = number.multipliedReportingOverflow(by: 10)
                let (sum, two) = tens.addingReportingOverflow(Int64(bytes[index] - 0x30))
                guard !one, !two else { return nil }
                number = sum
                index += 1
            }
            guard index > start else { return nil }
            let unitStart = index
            while index < bytes.count, !(0x30...0x39 ~= bytes[index]) { index += 1 }
            let name = Array(bytes[unitStart..<index])
            guard let unit = units.firstIndex(where: { $0.name == name }), unit >= next else { return nil }
            next = unit + 1
            let (product, one) = number.multipliedReportingOverflow(by: units[unit].milliseconds)
            let (sum, two) = total.addingReportingOverflow(product)
            guard !one, !two else { return nil }
            total = sum
        }
        return total
    }
}
