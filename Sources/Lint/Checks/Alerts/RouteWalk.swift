import Manifests
import PromQL

/// Which routes of Alertmanager can take the alerts of a rule (`dispatch/route.go`).
struct RouteWalk {
    /// What is known of an alert's label.
    enum Value {
        case known(String)
        /// Any value, or none.
        case unknown
    }

    /// Whether a matcher accepts an alert.
    enum Verdict {
        case yes, no, maybe
    }

    /// Labels that the rule sets; all others come from series or external labels.
    let labels: [String: Value]

    init(_ placed: PlacedRule) {
        var labels: [String: Value] = ["alertname": .known(placed.rule.name.value)]
        for (name, value) in placed.labels { labels[name] = value.contains("{{") ? .unknown : .known(value) }
        if let result = placed.rule.parsed?.resultLabels {
            self.result = result
        } else {
            result = nil
        }
        self.labels = labels
    }

    private let result: ResultLabels?

    func verdict(_ located: LocatedMatcher) -> Verdict {
        let matcher = located.matcher
        switch labels[matcher.name] {
        case .known(let value): return matcher.matches(value) ? .yes : .no
        case .unknown: return .maybe
        case nil: return .maybe
        }
    }

    func verdict(_ matchers: [LocatedMatcher], isUnknown: Bool) -> Verdict {
        var all = isUnknown ? Verdict.maybe : .yes
        for matcher in matchers {
            switch verdict(matcher) {
            case .no: return .no
            case .maybe: all = .maybe
            case .yes: break
            }
        }
        return all
    }

    /// The routes that may be the alert's last; empty if a route might, but need not, take it.
    func destinations(in root: AlertRoute) -> [AlertRoute] { walk(root).routes }

    private func walk(_ route: AlertRoute) -> (routes: [AlertRoute], isTaken: Verdict) {
        let own = verdict(route.matchers, isUnknown: route.isUnknown)
        if own == .no { return ([], .no) }
        var found: [AlertRoute] = []
        var isTakenByChild = Verdict.no
        for child in route.routes {
            let (routes, taken) = walk(child)
            found += routes
            if taken != .no { isTakenByChild = isTakenByChild == .yes || taken == .yes ? .yes : .maybe }
            if taken == .yes, !child.goesOn { break }
        }
        if isTakenByChild != .yes { found.append(route) }
        return (found, own)
    }
}
