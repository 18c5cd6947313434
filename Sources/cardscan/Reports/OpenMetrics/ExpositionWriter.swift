/// Writes gauges in a form that is valid OpenMetrics 1.0 and valid in Prometheus' older text format, which reads what it
/// does not know (`# UNIT`, `# EOF`) as comments: so the node exporter's textfile collector takes it as well.
///
/// Label values come from data. What could not be seen in them is escaped as everywhere; one that is very long is
/// shortened. No line is written twice, as an exposition with two equal series is refused whole.
struct ExpositionWriter {
    private(set) var out: ByteWriter
    private var family = ""
    private var written: Set<String> = []

    /// Columns of a label value.
    private static let longestValue = 500

    init(_ out: ByteWriter) { self.out = out }

    /// Begins a gauge. A `unit` must be the end of the name.
    mutating func gauge(_ name: String, _ help: String, unit: String? = nil) {
        family = name
        written = []
        out.write("# HELP \(name) \(help)\n# TYPE \(name) gauge\n")
        if let unit { out.write("# UNIT \(name) \(unit)\n") }
    }

    /// A gauge of one number.
    mutating func gauge(_ name: String, _ help: String, unit: String? = nil, _ value: Int) {
        gauge(name, help, unit: unit)
        row([], value)
    }

    mutating func row(_ labels: [(name: String, value: String)], _ value: Int) { row(labels, String(value)) }

    /// Seconds since the epoch, of milliseconds.
    mutating func row(_ labels: [(name: String, value: String)], milliseconds: Int64) {
        row(labels, "\(Double(milliseconds) / 1000)")
    }

    private mutating func row(_ labels: [(name: String, value: String)], _ value: String) {
        let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        guard written.insert(pairs).inserted else { return }
        out.write(family + (pairs.isEmpty ? "" : "{\(pairs)}") + " \(value)\n")
    }

    /// Ends the exposition and hands the bytes back.
    consuming func finish() -> ByteWriter {
        out.write("# EOF\n")
        return out
    }

    static func escaped(_ value: String) -> String {
        // What can be shown stays as it is: a backslash is doubled once, by the format.
        let isPlain = Escaper.show(value, columns: longestValue, in: .notation) == value
        let shown = isPlain ? value : Escaper.show(value, columns: longestValue)
        var text = ""
        for scalar in shown.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// A label's name that is made of one of Prometheus', in the character set that every reader knows.
    static func labelName(by name: String) -> String {
        "by_"
            + String(
                name.unicodeScalars.map {
                    $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) ? Character($0) : "_"
                })
    }
}
