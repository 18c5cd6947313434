import PromQL
import TSDB

/// A `--match` selector, as it was written and as the reader of series understands it.
struct SelectorArgument {
    let text: String
    let matchers: [LabelMatcher]

    init(parsing text: String) throws(ArgumentProblem) {
        self.text = text
        do throws(PromQLError) {
            matchers = try Selector(parsing: text).matchers.map { matcher in
                LabelMatcher(name: matcher.name, acceptsMissing: matcher.matchesEmpty) { matcher.matches($0) }
            }
        } catch {
            let place = text.utf8.prefix(error.range.lowerBound)
            let column = String(decoding: place, as: UTF8.self).unicodeScalars.count + 1
            throw ArgumentProblem(
                "expected a selector such as 'up{job=\"node\"}': "
                    + "\(Escaper.show(error.message, columns: 400, in: .notation)), at character \(column)")
        }
    }
}
