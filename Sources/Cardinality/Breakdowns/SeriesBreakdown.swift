package import PromQL

/// A question beside those of a report: how many series a selector accepts, by the values of some labels.
///
/// Any number of them are answered in the one pass that counts everything else; a regular expression is asked once for
/// each distinct value and thread.
package struct SeriesBreakdown: Sendable {
    /// All must hold; none accepts every series.
    package var matchers: [Matcher]
    /// Names of labels; none counts what is accepted as one group.
    package var by: [String]

    package init(matchers: [Matcher] = [], by: [String] = []) {
        self.matchers = matchers
        self.by = by
    }

    /// What has to be found in the symbols before it can be answered.
    var strings: [[UInt8]] {
        by.map { Array($0.utf8) }
            + matchers.flatMap { [Array($0.name.utf8)] + ($0.isPattern ? [] : [$0.bytes]) }
    }
}
