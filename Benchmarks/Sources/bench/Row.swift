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
    /// The same in processor time, for rows of time on the clock: it suffers less from a busy machine.
    var cpuValue: Double?
    let target: Double
    let form: Form

    var isMet: Bool { value <= target }

    func text(_ number: Double) -> String {
        switch form {
        case .fraction: "1/" + decimal(1 / number, places: 1)
        case .number: decimal(number, places: number < 10 ? 2 : 1)
        }
    }
}

extension Row {
    /// Time on the clock.
    init(time name: String, _ ours: Measurement, against theirs: Measurement, atMost target: Double) {
        self.init(
            name: name + ": time", ours: Row.seconds(ours.wall), theirs: Row.seconds(theirs.wall),
            value: ours.wall / theirs.wall, cpuValue: ours.cpu / theirs.cpu, target: target, form: .fraction)
    }

    /// Largest resident size.
    init(memory name: String, _ ours: Measurement, against theirs: Measurement, atMost target: Double) {
        self.init(
            name: name + ": memory", ours: Row.mebibytes(ours.peak), theirs: Row.mebibytes(theirs.peak),
            value: ours.peak / theirs.peak, target: target, form: .number)
    }

    /// A figure of cardscan's that stands for itself.
    init(_ name: String, _ value: Double, from measured: String, atMost target: Double) {
        self.init(name: name, ours: measured, theirs: "", value: value, target: target, form: .number)
    }

    static func seconds(_ value: Double) -> String {
        value < 0.1 ? decimal(value * 1000, places: 1) + " ms" : decimal(value, places: 2) + " s"
    }

    static func mebibytes(_ value: Double) -> String { decimal(value, places: 1) + " MiB" }
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
