import Relabel

/// The chosen rules by the place they belong to.
extension Plan {
    /// By scrape configuration, each one's rules in order, with limits for it; then what is sent away. Rules of series of
    /// which no configuration is known to make them are in sections of their own, which no program reads.
    package var sections: [RuleSection] {
        var names: [RuleSection.Destination] = []
        var proposals: [RuleSection.Destination: [Int]] = [:]
        for (index, proposal) in chosen.enumerated() {
            for origin in proposal.origins {
                for destination in destinations(of: origin) where proposals[destination]?.last != index {
                    if proposals[destination] == nil { names.append(destination) }
                    proposals[destination, default: []].append(index)
                }
            }
        }
        let scrapes = names.sorted().map { destination in
            var section = RuleSection(destination, rules: rules(of: proposals[destination] ?? []))
            if case .job(let name, _) = destination { section.limits = missingLimits(of: name) }
            if isConfigurationUnknown, destination == names.min() {
                section.comment = "job_name is taken to be the label job: --config tells where rules belong."
            }
            return section
        }
        return scrapes + [sentAway?.section].compactMap(\.self)
    }

    /// By what series say themselves, their job and the path that they were scraped from: for programs that know
    /// endpoints rather than scrape configurations.
    package var endpointSections: [RuleSection] {
        var origins: Set<SeriesOrigin> = []
        for proposal in chosen { origins.formUnion(proposal.origins) }
        // A job whose series name one path alone, or none, is one endpoint.
        var limited: Set<String> = []
        let scrapes = origins.sorted().map { origin in
            let indices = chosen.indices.filter { chosen[$0].origins.contains(origin) }
            var section = RuleSection(
                .job(origin.job, metricsPath: origin.metricsPath), rules: rules(of: Array(indices)))
            if limited.insert(origin.job).inserted { section.limits = missingLimits(of: origin.job) }
            return section
        }
        return scrapes + [sentAway?.section].compactMap(\.self)
    }

    private var isConfigurationUnknown: Bool { !scopes.isGiven }

    private func destinations(of origin: SeriesOrigin) -> [RuleSection.Destination] {
        guard scopes.isGiven else { return [.job(origin.job)] }
        let places = scopes.places(of: origin)
        if !places.configs.isEmpty { return places.configs.map { .job($0.job) } }
        // A monitor's configuration is the operator's to name.
        if !places.monitors.isEmpty { return [.job(origin.job)] }
        return [.unknown(job: origin.job, why: places.note ?? "")]
    }

    private func rules(of indices: [Int]) -> [CommentedRule] {
        indices.flatMap { index in
            chosen[index].rules.enumerated().map { number, rule in
                CommentedRule(rule, comment: number == 0 ? chosen[index].comment : "")
            }
        }
    }

    /// Limits to write for a scrape configuration: a scrape holds series of all the jobs it makes, so those of labels
    /// are known where it makes its own job alone.
    private func missingLimits(of name: String) -> [ScrapeLimit] {
        let missing = limits.first { $0.job == name }?.missing ?? []
        return scopes.mayMakeAnyJob(name) ? missing.filter { $0.key == .samples } : missing
    }
}
