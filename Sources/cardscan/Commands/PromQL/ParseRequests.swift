import PromQL

/// Requests of `cardscan promql parse` on standard input, each answered before the next is waited for.
struct ParseRequests {
    let language: Language

    func answer() throws {
        var answers = ParseAnswers(language: language)
        let read = JSONLineRequests(example: #"{"expr": "up"}"#).forEach { line, number, mustFlush in
            switch line {
            case .fault(let message): answers.refuse(message)
            case .members(let members):
                if case .text(let text)? = members["expr"] {
                    answers.answer(text)
                } else {
                    answers.refuse("line \(number): expected {\"expr\": \"...\"} with the expression as a string")
                }
            }
            if mustFlush { answers.lines.flush() }
            return !answers.lines.isClosed
        }
        try answers.lines.finish(after: read)
    }
}
