/// All that was measured, as text for people and as JSON for machines.
struct Report: Sendable {
    struct Failure: Sendable {
        let name: String
        let reason: String
    }

    let machine: Machine
    var rows: [Row] = []
    /// Cases without a result.
    var failures: [Failure] = []

    var text: String {
        let header = ["MEASUREMENT", "CARDSCAN", "AGAINST", "RESULT", "AT MOST", "", "IN CPU TIME"]
        let body = rows.map { row in
            [
                row.name, row.ours, row.theirs, row.text(row.value), row.text(row.target),
                row.isMet ? "met" : "missed", row.cpuValue.map(row.text) ?? "",
            ]
        }
        let widths = header.indices.map { column in ([header] + body).map { $0[column].count }.max() ?? 0 }
        let lines = ([header] + body).map { cells in
            cells.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - cells[column].count)
                // Words on the left, figures on the right.
                return column == 0 || column == 5 ? cells[column] + space : space + cells[column]
            }.joined(separator: "  ").trimmingEnd
        }
        let failed = failures.map { "\($0.name): failed: \($0.reason)" }
        return ([machine.line, ""] + lines + failed).joined(separator: "\n")
    }

    var json: String {
        let rows = rows.map {
            """
            {"name": \(quoted($0.name)), "ours": \(quoted($0.ours)), "theirs": \(quoted($0.theirs)), \
            "value": \($0.value), "cpu_value": \($0.cpuValue.map { "\($0)" } ?? "null"), \
            "target": \($0.target), "met": \($0.isMet)}
            """
        }
        let failures = failures.map { "{\"name\": \(quoted($0.name)), \"reason\": \(quoted($0.reason))}" }
        return """
            {"machine": {"processor": \(quoted(machine.processor)), "cores": \(machine.cores), \
            "kernel": \(quoted(machine.kernel)), "load": \(machine.load), "promtool": \(quoted(machine.promtool)), \
            "cardscan": \(quoted(machine.cardscan))},
             "rows": [
              \(rows.joined(separator: ",\n  "))],
             "failures": [\(failures.joined(separator: ", "))]}

            """
    }

    private func quoted(_ string: String) -> String {
        var result = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}
