import ArgumentParser
import PromQL
import TSDB

/// `--match` selectors as the reader of series understands them.
enum SelectorArgument {
    static func matchers(of selectors: [String]) throws -> [[LabelMatcher]] {
        try selectors.map { text in
            do throws(PromQLError) {
                return try Selector(parsing: text).matchers.map { matcher in
                    LabelMatcher(name: matcher.name, acceptsMissing: matcher.matchesEmpty) { matcher.matches($0) }
                }
            } catch {
                let place = text.utf8.prefix(error.range.lowerBound)
                let column = String(decoding: place, as: UTF8.self).unicodeScalars.count + 1
                throw ValidationError(
                    "'\(Escaper.show(text, columns: 200, in: .notation))' is no selector: "
                        + "\(Escaper.show(error.message, columns: 400, in: .notation)), at character \(column)")
            }
        }
    }
}
