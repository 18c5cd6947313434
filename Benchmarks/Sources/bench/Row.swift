/// One line of the result: a figure that must not exceed its target.
struct Row: Sendable {
    enum Form: Sendable {
        /// Ours against theirs, shown as 1/N.
        case fraction
        /// A plain number.
        case number
    }

    let name: String
    /// What was measured, in words and units: cardscan's side and the other one.
    let ours: String
    let theirs: String
    let value: Double
    let target: Double
    let form: Form

    var isMet: Bool { value <= target }

    func text(_ number: Double) -> String {
        switch form {
        case .fraction: "1/" + decimal(1 / number, places: 1 / number < 10 ? 1 : 0)
        case .number: decimal(number, places: number < 10 ? 2 : 1)
        }
    }
}

extension Row {
    /// Wall or processor time in seconds, or megabytes, of cardscan against promtool.
    init(
        _ name: String, _ unit: String, _ ours: Double, against theirs: Double, atMost target: Double,
        _ form: Form = .fraction
    ) {
        self.init(
            name: name, ours: Row.quantity(ours, unit), theirs: Row.quantity(theirs, unit), value: ours / theirs,
            target: target, form: form)
    }

    /// A figure of cardscan's that stands for itself.
    init(_ name: String, _ value: Double, from measured: String, atMost target: Double) {
        self.init(name: name, ours: measured, theirs: "", value: value, target: target, form: .number)
    }

    static func quantity(_ value: Double, _ unit: String) -> String {
        switch unit {
        case "s": value < 0.1 ? decimal(value * 1000, places: 1) + " ms" : decimal(value, places: 2) + " s"
        default: decimal(value, places: 1) + " " + unit
        }
    }
}

/// `value` with a fixed number of places after the point, rounded.
func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "?" }
    let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + "\(scaled)" }
    let fraction = String(scaled % scale)
    return sign + "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
}
