import PromQL

/// Which labels of alerts Alertmanager's configurations read.
struct AlertRouting {
    private(set) var places: [String: [UsagePlace]] = [:]
    /// Whether a route groups by all labels, or could not be read.
    private(set) var readsAll = false
    /// Places of a label beyond this number are not listed.
    private static let placeLimit = 100

    mutating func add(_ configuration: AlertmanagerConfiguration, in path: String) {
        if let route = configuration.route { add(route, in: path) }
        for rule in configuration.inhibitRules {
            for matcher in rule.source + rule.target { add(matcher.matcher.name, at: matcher.fileRange, in: path) }
            for label in rule.equal { add(label.value, at: label.fileRange, in: path) }
            if rule.isUnknown { readsAll = true }
        }
    }

    /// The tree is as deep as the text, whose depth is bounded when it is read.
    private mutating func add(_ route: AlertRoute, in path: String) {
        for matcher in route.matchers { add(matcher.matcher.name, at: matcher.fileRange, in: path) }
        for label in route.groupBy {
            if label.value == "..." { readsAll = true } else { add(label.value, at: label.fileRange, in: path) }
        }
        if route.isUnknown { readsAll = true }
        for child in route.routes { add(child, in: path) }
    }

    private mutating func add(_ label: String, at range: Range<Int>, in path: String) {
        if places[label, default: []].count < Self.placeLimit {
            places[label, default: []].append(UsagePlace(path: path, fileRange: range))
        }
    }
}
