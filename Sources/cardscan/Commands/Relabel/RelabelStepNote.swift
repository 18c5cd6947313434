import Manifests
import Propose
import Relabel

/// What is remarkable about a rule that was replayed.
enum RelabelStepNote: String {
    case notReached = "not_reached"
    case neverMatches = "never_matches"
    case shadowed
    case matchesEverything = "matches_everything"

    init?(_ step: RelabelReplay.Step, _ action: Action) {
        let tally = step.tally
        if tally.reached == 0 {
            self = .notReached
        } else if tally.matched == 0 {
            self = (step.matchedAlone ?? 0) > 0 ? .shadowed : .neverMatches
        } else if tally.matched == tally.reached, action.dropsSeries {
            self = .matchesEverything
        } else {
            return nil
        }
    }

    /// `hasNoSeries`: there are none to begin with.
    func text(_ step: RelabelReplay.Step, _ action: Action, hasNoSeries: Bool) -> String {
        switch self {
        case .notReached:
            hasNoSeries ? "not reached: there are no series" : "not reached: the rules before it drop every series"
        case .neverMatches: action.isKeep ? "matches nothing: drops every series" : "matches nothing"
        case .shadowed:
            "shadowed: would match \(Figures.grouped(step.matchedAlone ?? 0)) series, were they not dropped or changed before"
        case .matchesEverything:
            action.isKeep
                ? "matches everything: has no effect" : "matches everything: drops every series that gets here"
        }
    }
}
