/// Follows the alert's data through a template: through variables, `with`, and the definitions which it calls.
struct Reader {
    /// What a value is, as far as it can lead to the alert's data.
    enum Meaning: Hashable {
        /// The struct with the fields `Labels`, `ExternalLabels`, `ExternalURL` and `Value`.
        case data
        case labels
        case externalLabels
        case value
        case constant(Template.StringLiteral)
        /// What `printf` makes of this format.
        case formatted(Template.StringLiteral)
        /// Leads to nothing that is not already told as read.
        case other
    }

    /// A definition, and what it is called with.
    private struct Call: Hashable {
        var name: String
        var dot: Meaning
    }

    let definitions: [String: Template.Definition]
    let reassigned: Set<String>
    let body: [Template.Node]
    var reads = TemplateReads()
    var dot = Meaning.data
    var variables: [String: [Meaning]] = [:]
    var declared: [String] = []
    private var seen: Set<Call> = []
    private var calls: [Call] = []

    init(_ template: Template) {
        definitions = template.definitions
        reassigned = template.reassigned
        body = template.body
    }

    mutating func run() -> TemplateReads {
        variables = Self.predefined
        visit(body)
        // One after the other, not within each other: definitions may call each other without end.
        while let call = calls.popLast() {
            enter(call.dot)
            if let definition = definitions[call.name] { visit(definition.body) }
        }
        return reads
    }

    private static let predefined: [String: [Meaning]] = [
        "$": [.data], "$labels": [.labels], "$externalLabels": [.externalLabels], "$externalURL": [.other],
        "$value": [.value],
    ]

    private mutating func enter(_ dot: Meaning) {
        self.dot = dot
        variables = ["$": [dot]]
        declared = []
    }

    private mutating func visit(_ nodes: [Template.Node]) {
        for node in nodes {
            switch node.kind {
            case .text, .break, .continue, .define: continue
            case .action(let pipeline):
                let meaning = evaluate(pipeline)
                // What is given to a variable is not printed.
                if pipeline.variables.isEmpty { readAll(meaning, at: pipeline.range) }
                bind(pipeline, to: meaning)
            case .branch(let branch): visit(branch)
            case .template(let name, let pipeline): call(name.value, with: pipeline)
            case .block(let definition, let pipeline): call(definition.name.value, with: pipeline)
            }
        }
    }

    private mutating func visit(_ branch: Template.Branch) {
        let mark = declared.count
        let outer = dot
        for arm in branch.arms {
            let meaning = evaluate(arm.pipeline)
            if branch.keyword == .range {
                readAll(meaning, at: arm.pipeline.range)
                bind(arm.pipeline, to: .other)
                dot = .other
            } else {
                bind(arm.pipeline, to: meaning)
                if branch.keyword == .with { dot = meaning }
            }
            visit(arm.body)
            dot = outer
        }
        visit(branch.otherwise ?? [])
        forget(after: mark)
    }

    private mutating func call(_ name: String, with pipeline: Template.Pipeline?) {
        let meaning = pipeline.map { evaluate($0) } ?? .other
        if let pipeline { bind(pipeline, to: meaning) }
        guard definitions[name] != nil else { return }
        let call = Call(name: name, dot: dotOfDefinition(meaning))
        if seen.insert(call).inserted { calls.append(call) }
    }

    /// A constant is followed no further than the template in which it stands, so that each definition is visited a few
    /// times at most.
    private func dotOfDefinition(_ meaning: Meaning) -> Meaning {
        switch meaning {
        case .constant, .formatted: return .other
        default: return meaning
        }
    }
}

extension Reader {
    mutating func declare(_ name: String, as meaning: Meaning) {
        variables[name, default: []].append(meaning)
        declared.append(name)
    }

    private mutating func forget(after count: Int) {
        while declared.count > count, let name = declared.popLast() { _ = variables[name]?.popLast() }
    }

    /// Gives the pipeline's variables their meaning. One that is changed anywhere with `=` may hold any of its values at
    /// any time, as loops run more than once: what is put into it counts as read, and it leads nowhere.
    private mutating func bind(_ pipeline: Template.Pipeline, to meaning: Meaning) {
        for variable in pipeline.variables {
            let isStable = !reassigned.contains(variable.name)
            if !isStable { readAll(meaning, at: pipeline.range) }
            if !pipeline.isAssignment { declare(variable.name, as: isStable ? meaning : .other) }
        }
    }

    /// The whole of a value is used.
    mutating func readAll(_ meaning: Meaning, at range: Range<Int>) {
        if meaning == .data || meaning == .labels { reads.allLabels.append(range) }
        if meaning == .data || meaning == .externalLabels { reads.allExternalLabels.append(range) }
        if meaning == .data { reads.values.append(range) }
    }
}
