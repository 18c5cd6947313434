/// How many times a series was left out, by why: what is no series at all, and what is one but passes a limit.
package struct LeftOutSeries: Sendable {
    package var malformed = 0
    package var oversized = 0

    package init(malformed: Int = 0, oversized: Int = 0) {
        self.malformed = malformed
        self.oversized = oversized
    }

    package mutating func note(_ fault: LabelCheck.Fault?) {
        if case .beyondLimit = fault { oversized += 1 } else { malformed += 1 }
    }

    /// A sentence for each reason that there is, without its period.
    package func sentences(_ limits: LabelLimits) -> [String] {
        func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
        var sentences: [String] = []
        if malformed > 0 {
            sentences.append(
                "\(times(malformed)) a series was left out that has no name, a name twice, or text that is not UTF-8")
        }
        if oversized > 0 {
            sentences.append(
                "\(times(oversized)) a series was left out that passes a limit: \(limits.labels) labels, "
                    + "\(limits.nameLength) bytes of a label's name, \(limits.valueLength) of a value")
        }
        return sentences
    }
}
