import Glibc
import Manifests
import YAML

/// Requests on standard input, one JSON object a line, each answered before the next is waited for.
struct JSONLineRequests {
    /// What a line holds.
    enum Line {
        case members([String: JSONRequest.Value])
        /// No request, and why.
        case fault(String)
    }

    /// Such as `{"expr": "up"}`, for people who wonder what the program waits for.
    let example: String

    /// Hands on every line that is not blank, with its number and whether the answers so far should be written now. Ends
    /// when `answer` returns false. Failure when standard input cannot be read.
    func forEach(_ answer: (Line, _ number: Int, _ mustFlush: Bool) -> Bool) -> ExitStatus {
        if Terminal.isTerminal(STDIN_FILENO) {
            StandardError.note("reading requests such as \(example), one a line")
        }
        var reader = LineReader()
        var number = 0
        while let line = reader.next() {
            number += 1
            guard let content = Self.content(of: line, number) else { continue }
            if !answer(content, number, !reader.hasMore) { break }
        }
        guard let failure = reader.failure else { return .success }
        StandardError.error("standard input: cannot be read: \(failure)")
        return .failure
    }

    /// Nil for a blank line, which asks for nothing.
    private static func content(of line: LineReader.Line, _ number: Int) -> Line? {
        guard case .bytes(let bytes) = line else {
            return .fault("line \(number): is longer than \(Figures.bytes(LineReader.limit))")
        }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
        do throws(JSONText.Fault) {
            return .members(try JSONRequest.members(of: bytes))
        } catch {
            return .fault("line \(number), byte \(error.offset + 1): \(error.message)")
        }
    }
}
