/// What can be proved of a list without any series. What is not proved is not said.
package struct RelabelReach: Sendable, Equatable {
    package enum Reason: Sendable, Equatable {
        /// No series gets here: this step drops them all.
        case unreachable(after: Int)
        /// The pattern cannot match what the steps before leave.
        case neverMatches
        /// A keep whose pattern matches all that the steps before leave.
        case alwaysMatches
        /// The very next step sets the same label whatever this one sets.
        case overwritten(by: Int)
        /// An earlier step has removed these labels already.
        case nothingLeft(after: Int)
    }

    /// Steps that change no series and drop none, by index.
    package internal(set) var dead: [Int: Reason] = [:]
    /// The step that drops every series that reaches it.
    package internal(set) var dropsAll: Int?
    /// Steps that can drop a series, as far as is known.
    package internal(set) var mayDrop: [Int] = []

    /// What becomes of the series that were asked about.
    package enum Fate: Sendable, Equatable {
        case kept
        case maybeDropped(steps: [Int])
        case dropped(step: Int)
    }

    package var fate: Fate {
        if mayDrop.isEmpty { return .kept }
        if let dropsAll { return .dropped(step: dropsAll) }
        return .maybeDropped(steps: mayDrop)
    }
}

extension Relabelling {
    /// What is proved of the list, for all series, or for those with the given labels: `["__name__": ["up"]]` asks about
    /// one metric. An empty value stands for an absent label.
    package func reach(of labels: [String: Set<String>] = [:]) -> RelabelReach {
        var walk = ReachWalk(self, labels)
        return walk.run()
    }

    /// Whether a label can be gone, or empty, after the list where it was there before.
    package func mayRemove(_ name: String) -> Bool {
        let name = Array(name.utf8)
        return steps.contains { step in
            switch step.action {
            case .labeldrop: step.regex.matches(name)
            case .labelkeep: !step.regex.matches(name)
            case .replace: step.maySet(name) && step.constantReplacement?.isEmpty != false
            case .replaceAll, .lowercase, .uppercase: step.maySet(name)
            case .labelmapAll: true
            default: false
            }
        }
    }

    /// Whether the list can set a label.
    package func maySet(_ name: String) -> Bool { steps.contains { $0.maySet(Array(name.utf8)) } }
}

extension RelabelStep {
    /// Whether it can set a label.
    package func maySet(_ name: [UInt8]) -> Bool {
        switch action {
        case .replace, .replaceAll, .hashmod, .lowercase, .uppercase: fixedTarget.map { $0 == name } ?? true
        case .labelmapAll: true
        case .labelmap: replacement.constant.map { $0 == name } ?? true
        default: false
        }
    }
}
