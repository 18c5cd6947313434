package import Relabel

/// What a list of rules does to given series, exactly.
package struct RelabelReplay: Sendable {
    /// Distinct series that were replayed.
    package internal(set) var before = 0
    /// Selected series that these rules never see in Prometheus, which were left out.
    package internal(set) var outOfReach = 0
    package internal(set) var dropped = 0
    package internal(set) var changed = 0
    /// Distinct label sets of what is kept.
    package internal(set) var after = 0
    /// Kept series whose labels are those of another kept series: what is kept, less `after`.
    package var merged: Int { before - dropped - after }
    /// Label sets that several series share: at the same time, so that samples are lost; closer to each other than can be
    /// told apart; or one after the other.
    package internal(set) var overlappingSets = 0
    package internal(set) var unclearSets = 0
    package internal(set) var succeedingSets = 0
    /// Kept series without `__name__`, each of which makes a scrape fail.
    package internal(set) var nameless = 0
    /// Kept series without any label, which Prometheus drops without a word.
    package internal(set) var emptied = 0
    package internal(set) var steps: [Step] = []
    package internal(set) var examples: [Merge] = []
    /// Regular expressions matched in the first pass.
    package internal(set) var evaluations = 0
    /// Processor time of relabelling in that pass, without reading and counting.
    package internal(set) var nanoseconds = 0

    /// What one rule did.
    package struct Step: Sendable {
        package let tally: StepTally
        /// Series that become equal to another one by it.
        package internal(set) var merged = 0
        /// Of a rule that matched nothing: series it would match if it stood alone.
        package internal(set) var matchedAlone: Int?
    }

    /// When most of the series that become one have samples, in milliseconds, and how many then have.
    package struct Meeting: Sendable {
        package let time: Int64
        package let count: Int
    }

    /// Series that become one.
    package struct Merge: Sendable {
        /// Some of them; where some overlap, such as do.
        package internal(set) var before: [[Label]] = []
        package internal(set) var count: Int
        /// Where some overlap: those of `before` have samples then.
        package let meeting: Meeting?
        package internal(set) var after: [Label] = []
        /// How those two of them lie to each other in time that lie closest.
        package let succession: Succession
    }
}
