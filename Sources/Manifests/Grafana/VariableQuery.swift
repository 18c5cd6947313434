import PromQL

/// What a variable of a dashboard asks Prometheus for: `label_values(up, job)`, `query_result(...)`, `metrics(...)`.
enum VariableQuery {
    static func kind(
        of scalar: ManifestScalar, numbers: Set<String>, as language: Language
    ) -> DashboardQuery.Kind {
        let bytes = Array(scalar.value.utf8)
        let whole = trimmed(0..<bytes.count, bytes)
        guard let (name, arguments) = call(in: bytes, whole) else {
            return .expression(DashboardExpression(scalar, at: whole, numbers: numbers, as: language))
        }
        let inner = trimmed(arguments, bytes)
        switch name {
        case "label_names":
            return .labelNames(
                of: inner.isEmpty ? nil : DashboardExpression(scalar, at: inner, numbers: numbers, as: language))
        case "metrics": return .metrics(pattern: text(inner, bytes))
        case "query_result": return .expression(DashboardExpression(scalar, at: inner, numbers: numbers, as: language))
        default: break
        }
        let comma = lastComma(in: bytes, inner)
        let label = trimmed((comma.map { $0 + 1 } ?? inner.lowerBound)..<inner.upperBound, bytes)
        guard !label.isEmpty, bytes[label].allSatisfy({ $0.isWord || $0 == 0x24 || $0 == 0x7b || $0 == 0x7d }) else {
            return .unknown(reason: "label_values() without the name of a label")
        }
        let selector = comma.map { trimmed(inner.lowerBound..<$0, bytes) }
        guard let selector, !selector.isEmpty else { return .labelValues(label: text(label, bytes), of: nil) }
        return .labelValues(
            label: text(label, bytes), of: DashboardExpression(scalar, at: selector, numbers: numbers, as: language))
    }

    /// The name and the bytes between the parentheses, if one of Grafana's functions is all there is.
    private static func call(in bytes: [UInt8], _ whole: Range<Int>) -> (name: String, Range<Int>)? {
        guard bytes[whole].last == 0x29, let open = bytes[whole].firstIndex(of: 0x28) else { return nil }
        let name = text(trimmed(whole.lowerBound..<open, bytes), bytes)
        guard ["label_values", "label_names", "metrics", "query_result"].contains(name) else { return nil }
        return (name, open + 1..<whole.upperBound - 1)
    }

    private static func lastComma(in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var (quote, depth, last): (UInt8?, Int, Int?) = (nil, 0, nil)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            if let open = quote {
                if byte == 0x5c, open != 0x60 { index += 1 } else if byte == open { quote = nil }
            } else {
                switch byte {
                case 0x22, 0x27, 0x60: quote = byte
                case 0x28, 0x5b, 0x7b: depth += 1
                case 0x29, 0x5d, 0x7d: depth -= 1
                case 0x2c where depth == 0: last = index
                default: break
                }
            }
            index += 1
        }
        return last
    }

    private static func trimmed(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
        var (start, end) = (range.lowerBound, max(range.lowerBound, range.upperBound))
        while start < end, bytes[start].isSpace { start += 1 }
        while end > start, bytes[end - 1].isSpace { end -= 1 }
        return start..<end
    }

    private static func text(_ range: Range<Int>, _ bytes: [UInt8]) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
}
