import Regex

extension LabelFlow {
    /// `label_replace(v, target, replacement, source, pattern)`: where the pattern matches the source, the target is
    /// set, and taken away if what it is set to is empty.
    func replace(in branches: [LabelBranch], _ call: Call, _ removal: LabelRemoval) -> [LabelBranch] {
        let replacement = Replacement(call)
        return branches.changed { branch in
            guard let target = call.constantText(1) else { return branch.open(except: []) }
            guard let replacement else { return branch.open(target) }
            branch[target] = replacement.result(of: branch[replacement.source], else: branch[target], removal)
        }
    }

    /// `label_join(v, target, separator, source...)`
    func join(in branches: [LabelBranch], _ call: Call, _ removal: LabelRemoval) -> [LabelBranch] {
        let texts = call.arguments.dropFirst().map(\.constantText)
        return branches.changed { branch in
            guard let target = texts.first ?? nil else { return branch.open(except: []) }
            guard texts.count >= 2, let separator = texts[1] else { return branch.open(target) }
            let sources = texts.dropFirst(2).map { $0.map { branch[$0] } ?? .unknown }
            let isNeverEmpty =
                sources.contains { $0.presence == .present } || !separator.isEmpty && sources.count >= 2
            let constants = sources.map { $0.presence == .absent ? "" : $0.constant }
            if !isNeverEmpty, sources.allSatisfy({ $0.presence == .absent }) {
                branch[target] = .absent(removal)
            } else if constants.allSatisfy({ $0 != nil }) {
                branch[target] = .present([constants.compactMap(\.self).joined(separator: separator)])
            } else {
                branch[target] = isNeverEmpty ? .present() : .unknown
            }
        }
    }
}

/// What `label_replace()` does, as far as that is plain from its arguments.
private struct Replacement {
    private enum Target {
        /// Always the same text.
        case text(String)
        /// The whole source: `$1` of `(.*)`.
        case source
        case unknown
    }

    let source: String
    private let regex: Regex
    private let target: Target

    /// `nil` if nothing is plain.
    init?(_ call: Call) {
        guard let replacement = call.constantText(2), let source = call.constantText(3),
            let pattern = call.constantText(4), let regex = try? Regex(pattern)
        else { return nil }
        self.source = source
        self.regex = regex
        if !replacement.contains("$") {
            target = .text(replacement)
        } else if ["$0", "${0}"].contains(replacement)
            || ["$1", "${1}"].contains(replacement) && ["(.*)", "(.+)"].contains(pattern)
        {
            target = .source
        } else {
            target = .unknown
        }
    }

    /// What the target is afterwards, given what the source is and what the target was.
    func result(of source: LabelState, else before: LabelState, _ removal: LabelRemoval) -> LabelState {
        // Without a name there is no source: the pattern sees an empty text.
        let source = self.source.isEmpty ? .absent(removal) : source
        let inputs = (source.canBeAbsent ? [""] : []) + (source.values ?? [])
        let isKnown = source.values != nil
        let matched = inputs.filter { regex.matches($0) }
        var outcomes: [LabelState] = matched.map { outcome(of: $0, removal) }
        if !isKnown { outcomes.append(outcomeOfUnknown(removal)) }
        let mayMiss = matched.count < inputs.count || !isKnown && !regex.matchesAll && !matchesAllButEmpty
        if mayMiss { outcomes.append(before) }
        guard let first = outcomes.first else { return before }
        return outcomes.dropFirst().reduce(first) { $0.union($1) }
    }

    private func outcome(of input: String, _ removal: LabelRemoval) -> LabelState {
        switch target {
        case .text(let text): text.isEmpty ? .absent(removal) : .present([text])
        case .source: input.isEmpty ? .absent(removal) : .present([input])
        case .unknown: .unknown
        }
    }

    /// What a source that is present, with a value that is not known, makes of the target where it matches.
    private func outcomeOfUnknown(_ removal: LabelRemoval) -> LabelState {
        switch target {
        case .text(let text): text.isEmpty ? .absent(removal) : .present([text])
        case .source: .present()
        case .unknown: .unknown
        }
    }

    private var matchesAllButEmpty: Bool { [".+", "(.+)"].contains(regex.pattern) }
}
