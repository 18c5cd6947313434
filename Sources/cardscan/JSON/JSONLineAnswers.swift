/// Answers to requests on standard output, one JSON object a line.
struct JSONLineAnswers {
    private let out = OutputFile.standardOutput()
    private var json: JSONWriter
    /// What the process ends with: the worst that was answered.
    private(set) var status = ExitStatus.success

    init() { json = JSONWriter(ByteWriter(to: out), linedDepth: 0) }

    /// Whether nobody reads on.
    var isClosed: Bool { json.isClosed }

    /// Writes the members of one answer.
    mutating func answer(_ status: ExitStatus = .success, _ members: (inout JSONWriter) -> Void) {
        if status.rawValue > self.status.rawValue { self.status = status }
        json.object(members)
        json.endLine()
    }

    mutating func flush() { json.flush() }

    /// Ends the answers. Throws what the process ends with, unless that is success; a reader who leaves early is no
    /// failure.
    mutating func finish(after read: ExitStatus = .success) throws {
        json.flush()
        do throws(OutputFile.Failure) {
            try out.finish()
        } catch {
            if error != .readerGone { throw error.reported() }
        }
        let worst = read == .success ? status : read
        if worst != .success { throw worst }
    }
}
