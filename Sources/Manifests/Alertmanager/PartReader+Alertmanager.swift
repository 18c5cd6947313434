import YAML

extension PartReader {
    /// An alertmanager.yml, or the same within something else.
    mutating func alertmanager(_ root: YAMLNode, _ form: AlertmanagerConfiguration.Form) -> AlertmanagerConfiguration {
        var configuration = AlertmanagerConfiguration(
            form: form, text: text, fileRange: fileRange(of: root), node: root)
        let isResource = if case .resource = form { true } else { false }
        guard let mapping = isResource ? root.mapping?["spec"]?.mapping : root.mapping else { return configuration }
        let keys = AlertmanagerKeys(isResource: isResource)
        if let node = mapping["route"], !node.isNull { configuration.route = route(node, keys) }
        configuration.receivers = (mapping["receivers"]?.sequence ?? []).compactMap { scalar($0.mapping?["name"]) }
        configuration.inhibitRules = (mapping[keys.inhibitRules]?.sequence ?? []).compactMap { inhibitRule($0, keys) }
        configuration.timeIntervals = [keys.timeIntervals, keys.muteTimeIntervals].flatMap { key in
            (mapping[key]?.sequence ?? []).compactMap { scalar($0.mapping?["name"]) }
        }
        return configuration
    }

    private mutating func route(_ node: YAMLNode, _ keys: AlertmanagerKeys) -> AlertRoute? {
        guard let mapping = node.mapping else {
            fault(.manifest, "a route is \(node.inWords); expected a mapping", at: node)
            return nil
        }
        var route = AlertRoute(fileRange: fileRange(of: node), node: node)
        route.receiver = scalar(mapping["receiver"])
        route.groupBy = scalars(mapping[keys.groupBy])
        route.goesOn = flag(mapping["continue"], "continue")?.value ?? false
        route.muteTimeIntervals = scalars(mapping[keys.muteTimeIntervals])
        route.activeTimeIntervals = scalars(mapping[keys.activeTimeIntervals])
        (route.matchers, route.isUnknown) = matchers(of: mapping, "match", "match_re", "matchers")
        // The tree is as deep as the text, whose depth is bounded when it is read.
        route.routes = (mapping["routes"]?.sequence ?? []).compactMap { self.route($0, keys) }
        return route
    }

    private mutating func inhibitRule(_ node: YAMLNode, _ keys: AlertmanagerKeys) -> InhibitRule? {
        guard let mapping = node.mapping else {
            fault(.manifest, "an inhibition is \(node.inWords); expected a mapping", at: node)
            return nil
        }
        var rule = InhibitRule(fileRange: fileRange(of: node), node: node)
        rule.name = scalar(mapping["name"])
        rule.equal = scalars(mapping["equal"])
        let source = matchers(of: mapping, "source_match", "source_match_re", keys.sourceMatchers)
        let target = matchers(of: mapping, "target_match", "target_match_re", keys.targetMatchers)
        (rule.source, rule.target) = (source.0, target.0)
        rule.isUnknown = source.isUnknown || target.isUnknown
        return rule
    }
}

/// The keys of the two spellings that differ.
struct AlertmanagerKeys {
    let groupBy, inhibitRules, timeIntervals, muteTimeIntervals, activeTimeIntervals: String
    let sourceMatchers, targetMatchers: String

    init(isResource: Bool) {
        func key(_ name: String) -> String { isResource ? name.camelCased : name }
        groupBy = key("group_by")
        inhibitRules = key("inhibit_rules")
        timeIntervals = key("time_intervals")
        muteTimeIntervals = key("mute_time_intervals")
        activeTimeIntervals = key("active_time_intervals")
        sourceMatchers = isResource ? "sourceMatch" : "source_matchers"
        targetMatchers = isResource ? "targetMatch" : "target_matchers"
    }
}
