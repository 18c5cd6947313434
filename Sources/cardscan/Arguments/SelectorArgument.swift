import ArgumentParser
import TSDB

/// `--match` selectors as the reader of series understands them.
enum SelectorArgument {
    static func matchers(of selectors: [String]) throws -> [[LabelMatcher]] {
        guard selectors.isEmpty else { throw ValidationError("--match is not built yet") }
        return []
    }
}
