import ArgumentParser
import Lint
import Spelling

/// Words of which an option takes one.
///
/// What they are is said once, by the cases: in help, in the completion of shells and in the message about another word.
protocol Choice: CaseIterable, RawRepresentable<String> {}

extension Choice {
    /// `text, json or markdown`.
    static var words: String {
        let words = allCases.map(\.rawValue)
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    static var completion: CompletionKind { .list(allCases.map(\.rawValue)) }

    init(parsing text: String) throws(ArgumentProblem) {
        guard let choice = Self(rawValue: text) else { throw Self.problem(with: text) }
        self = choice
    }

    static func problem(with text: String) -> ArgumentProblem {
        let words = allCases.map(\.rawValue)
        let begun = words.filter { !text.isEmpty && $0.hasPrefix(text) }
        let guess = begun.count == 1 ? begun.first : Spelling.nearest(to: text, among: words)
        return ArgumentProblem("expected \(Self.words)" + (guess.map { "; did you mean '\($0)'?" } ?? ""))
    }
}

extension ArgumentHelp {
    /// The words of a choice: `text or json.`
    static func choice(_ type: (some Choice).Type, _ addition: String = "", valueName: String) -> ArgumentHelp {
        ArgumentHelp("\(type.words).\(addition)", valueName: valueName)
    }
}
