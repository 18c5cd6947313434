import TSDB

/// Writes a series as PromQL does: `metric{label="value", ...}`.
struct SeriesText {
    let redaction: Redaction?

    func text(of pairs: [UInt32], in part: any SeriesPart) -> String {
        func string(_ symbol: UInt32) -> String { part.withSymbol(symbol) { String(decoding: $0, as: UTF8.self) } }
        var metric = ""
        var labels: [String] = []
        for index in stride(from: 0, to: pairs.count - 1, by: 2) {
            let name = string(pairs[index])
            if name == "__name__" {
                metric = string(pairs[index + 1])
                continue
            }
            let value: String
            if let redaction, !Redaction.keptLabels.contains(name) {
                value = part.withSymbol(pairs[index + 1]) { String(decoding: redaction.redact($0), as: UTF8.self) }
            } else {
                value = string(pairs[index + 1])
            }
            labels.append("\(name)=\"\(Self.escaped(value))\"")
        }
        return "\(metric){\(labels.joined(separator: ", "))}"
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
