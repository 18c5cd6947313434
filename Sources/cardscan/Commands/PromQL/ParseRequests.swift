import ArgumentParser
import Glibc
import PromQL

/// Requests on standard input, one JSON object a line, each answered before the next is waited for.
struct ParseRequests {
    let language: Language

    func answer() -> ExitStatus {
        if Terminal.isTerminal(STDIN_FILENO) {
            StandardError.write("cardscan: reading requests such as {\"expr\": \"up\"}, one a line\n")
        }
        var reader = LineReader()
        var answers = ParseAnswers(language: language)
        var number = 0
        while !answers.isClosed, let line = reader.next() {
            number += 1
            answer(line, number, &answers)
            if !reader.hasMore { answers.flush() }
        }
        let status = answers.finish()
        if let failure = reader.failure {
            StandardError.error("standard input: cannot be read: \(failure)")
            return .failure
        }
        return status
    }

    private func answer(_ line: LineReader.Line, _ number: Int, _ answers: inout ParseAnswers) {
        guard case .bytes(let bytes) = line else {
            return answers.refuse("line \(number): is longer than \(Figures.bytes(LineReader.limit))")
        }
        // Blank lines ask for nothing.
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return }
        do throws(JSONReader.Fault) {
            guard case .text(let text)? = try JSONReader.members(of: bytes)["expr"] else {
                return answers.refuse("line \(number): expected {\"expr\": \"...\"} with the expression as a string")
            }
            answers.answer(text)
        } catch {
            answers.refuse("line \(number), byte \(error.offset + 1): \(error.message)")
        }
    }
}
