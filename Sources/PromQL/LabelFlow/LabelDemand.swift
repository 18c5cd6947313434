/// The labels that matter of an expression's result, and why.
package struct LabelDemand: Sendable, Equatable {
    /// A label that is read by its name.
    package struct Read: Sendable, Equatable {
        package enum Reason: String, Sendable {
            /// `sum by (job)`, `topk by (job)`, `topk without (...)` never.
            case grouping
            /// `on (job)`
            case matching
            /// `group_left (version)`, on the side it is taken from.
            case include
            /// The source of `label_replace()` and `label_join()`.
            case source
            case sorting
            /// `le`, which the functions for histograms read.
            case bucket
            /// `instance` and `job`, by which `info()` finds info metrics, and the labels it is told to add.
            case info
            /// Something outside of the expression: a template, a dashboard.
            case outside
        }

        package let label: String
        package let reason: Reason
        /// Where the expression says so; the function's name for `le` and the like.
        package let range: Range<Int>

        package init(_ label: String, _ reason: Reason, at range: Range<Int>) {
            self.label = label
            self.reason = reason
            self.range = range
        }
    }

    /// That every label matters but some.
    package struct Whole: Sendable, Equatable {
        package enum Reason: String, Sendable {
            /// Nothing takes them away: they are in the result.
            case result
            /// `sum without (...)`: series that differ in any other label are kept apart.
            case without
            /// `ignoring (...)`, and operators without `on`: all other labels have to be equal.
            case matching
            /// `histogram_quantile()` puts buckets together that are equal in all labels but `le`.
            case histogram
            /// `info()` without a selector adds all labels of the info metric.
            case info
            /// Another place names its labels in a way that is not constant, or names more than are worth listing.
            case unknown
        }

        package let reason: Reason
        package let range: Range<Int>
        package internal(set) var except: Set<String>

        package init(_ reason: Reason, at range: Range<Int>, except: Set<String> = []) {
            self.reason = reason
            self.range = range
            self.except = except
        }
    }

    package private(set) var reads: [Read] = []
    package private(set) var wholes: [Whole] = []

    package static let nothing = LabelDemand()

    package init(reads: [Read] = [], wholes: [Whole] = []) {
        for read in reads { add(read) }
        for whole in wholes { add(whole) }
    }

    /// Whether the label matters.
    package func needs(_ label: String) -> Bool {
        reads.contains { $0.label == label } || wholes.contains { !$0.except.contains(label) }
    }

    /// Whether labels matter that nothing names.
    package var isWhole: Bool { !wholes.isEmpty }

    /// Labels that certainly do not matter; all that are not in `reads` unless it is whole.
    package var exceptions: Set<String> {
        guard let first = wholes.first else { return [] }
        let common = wholes.dropFirst().reduce(first.except) { $0.intersection($1.except) }
        return common.subtracting(reads.map(\.label))
    }

    // MARK: Changes

    /// More reads than this become one demand for everything: expressions that name so many labels are no one's.
    private static let readLimit = 100
    private static let wholeLimit = 8
    private static let exceptionLimit = 100

    mutating func add(_ read: Read) {
        guard !reads.contains(where: { $0.label == read.label && $0.reason == read.reason }) else { return }
        if reads.count < Self.readLimit {
            reads.append(read)
        } else {
            add(Whole(.unknown, at: read.range))
        }
    }

    mutating func add(_ whole: Whole) {
        if wholes.contains(where: { $0.except.isSubset(of: whole.except) && $0.reason == whole.reason }) { return }
        if wholes.count < Self.wholeLimit {
            wholes.append(whole)
        } else {
            wholes[wholes.count - 1].except.formIntersection(whole.except)
        }
    }

    func adding(_ other: LabelDemand) -> LabelDemand {
        var sum = self
        for read in other.reads { sum.add(read) }
        for whole in other.wholes { sum.add(whole) }
        return sum
    }

    /// Without the demand for these labels.
    func removing(_ labels: some Collection<String>) -> LabelDemand {
        var rest = self
        rest.reads.removeAll { labels.contains($0.label) }
        // An exception that is left out makes a label matter that does not: that errs on the safe side.
        for index in rest.wholes.indices where rest.wholes[index].except.count < Self.exceptionLimit {
            rest.wholes[index].except.formUnion(labels)
        }
        return rest
    }

    /// What is left of it where only these labels are.
    func keeping(_ labels: some Collection<String>) -> LabelDemand {
        var rest = LabelDemand()
        rest.reads = reads.filter { labels.contains($0.label) }
        return rest
    }
}
