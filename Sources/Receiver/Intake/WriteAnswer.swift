import RemoteWrite

/// What a sender is told, and what its request came to.
struct WriteAnswer: Sendable {
    var version: MessageVersion
    /// Accepted, as the headers of version 2 say it: also what was sent before.
    var samples = 0
    var histograms = 0
    var exemplars = 0
    /// Samples that were not sent before.
    var counted = 0
    var newSeries = 0
    /// Processor time that decoding and counting took, in nanoseconds.
    var nanoseconds = 0
    private(set) var rejectedSeries = 0
    private(set) var oversizedSeries = 0
    private(set) var rejectedSamples = 0
    private var problems: [String] = []
    private var problemCount = 0
    private var refusal: Refusal?

    /// A message longer than this helps nobody, and a request can hold a million faults.
    private static let shownProblems = 10

    init(_ version: MessageVersion) { self.version = version }

    init(_ version: MessageVersion, refusing refusal: Refusal) {
        self.version = version
        self.refusal = refusal
    }

    mutating func reject(_ samples: Int, isOversized: Bool = false) {
        rejectedSeries += 1
        if isOversized { oversizedSeries += 1 }
        rejectedSamples += samples
    }

    /// Samples of a series that counts.
    mutating func rejectSamples(_ samples: Int) { rejectedSamples += samples }

    mutating func add(_ problem: @autoclosure () -> String) {
        problemCount += 1
        if problems.count < Self.shownProblems { problems.append(problem()) }
    }

    /// Whether the request could be taken apart at all.
    var isDecoded: Bool { refusal == nil }

    var status: Int { refusal?.status ?? (problemCount == 0 ? 204 : 400) }

    /// For people: what is wrong; empty when nothing is.
    var text: String {
        if let refusal { return refusal.message }
        let others = problemCount - problems.count
        return (problems + (others > 0 ? ["and \(others) more"] : [])).joined(separator: "\n")
    }

    /// Headers that a sender of version 2 reads; one of version 1 must not see them.
    var writtenHeaders: [(name: String, value: String)] {
        guard version == .v2 else { return [] }
        return [("Samples", samples), ("Histograms", histograms), ("Exemplars", exemplars)].map {
            ("X-Prometheus-Remote-Write-\($0.0)-Written", String($0.1))
        }
    }
}
