extension Reader {
    /// What the pipeline's last command gives; each command's value is the last argument of the next one.
    mutating func evaluate(_ pipeline: Template.Pipeline) -> Meaning {
        var piped: Argument?
        for command in pipeline.commands {
            let meaning = evaluate(command, piped: piped)
            piped = Argument(meaning: meaning, range: command.range)
        }
        return piped?.meaning ?? .other
    }

    private struct Argument {
        var meaning: Meaning
        var range: Range<Int>
    }

    private mutating func evaluate(_ command: Template.Command, piped: Argument?) -> Meaning {
        guard let first = command.operands.first else { return .other }
        guard case .function(let name) = first.kind, first.fields.isEmpty else {
            // Arguments of something that is no function fail when the alert fires; what they read is told all the same.
            let meaning = evaluate(first)
            for operand in command.operands.dropFirst() { readAll(evaluate(operand), at: operand.range) }
            if let piped { readAll(piped.meaning, at: piped.range) }
            return meaning
        }
        var arguments: [Argument] = []
        for operand in command.operands.dropFirst() {
            arguments.append(Argument(meaning: evaluate(operand), range: operand.range))
        }
        if let piped { arguments.append(piped) }
        switch name {
        case "index": return index(arguments, in: command)
        case "query": note(queriedWith: arguments)
        default: break
        }
        for argument in arguments { readAll(argument.meaning, at: argument.range) }
        if name == "printf", case .constant(let format) = arguments.first?.meaning { return .formatted(format) }
        return .other
    }

    /// `index $labels "name"` reads one label; any other element may be each of them.
    private mutating func index(_ arguments: [Argument], in command: Template.Command) -> Meaning {
        guard let map = arguments.first else { return .other }
        if arguments.count == 1 { return map.meaning }
        for argument in arguments.dropFirst() { readAll(argument.meaning, at: argument.range) }
        guard case .constant(let name) = arguments[1].meaning else {
            readAll(map.meaning, at: map.range)
            return .other
        }
        // A name or a map that comes through a pipe or a variable may stand outside of the command.
        let bounds = arguments.map(\.range) + [command.range]
        let start = bounds.map(\.lowerBound).min() ?? 0
        let end = bounds.map(\.upperBound).max() ?? start
        let label = TemplateReads.Label(name: name.value, range: name.content, expression: start..<end)
        switch map.meaning {
        case .labels: reads.labels.append(label)
        case .externalLabels: reads.externalLabels.append(label)
        default: readAll(map.meaning, at: map.range)
        }
        return .other
    }

    private mutating func note(queriedWith arguments: [Argument]) {
        guard let first = arguments.first else { return }
        if arguments.count == 1, case .constant(let text) = first.meaning {
            reads.queries.append(
                TemplateReads.Query(expression: text.value, range: text.content, isVerbatim: text.isVerbatim))
        } else {
            let range = first.range.lowerBound..<max(first.range.upperBound, arguments.last?.range.upperBound ?? 0)
            var query = TemplateReads.Query(expression: nil, range: range, isVerbatim: false)
            if arguments.count == 1, case .formatted(let format) = first.meaning { query.format = format.value }
            reads.queries.append(query)
        }
    }

    private mutating func evaluate(_ operand: Template.Operand) -> Meaning {
        var meaning: Meaning
        switch operand.kind {
        case .dot, .field: meaning = dot
        case .variable(let name): meaning = variables[name]?.last ?? .other
        case .string(let literal): meaning = .constant(literal)
        case .parenthesized(let pipeline): meaning = evaluate(pipeline)
        case .function, .nil, .bool, .number: meaning = .other
        }
        if meaning == .value { reads.values.append(operand.range) }
        for field in operand.fields { meaning = read(field, of: meaning, in: operand) }
        return meaning
    }

    private mutating func read(
        _ field: Template.Field, of meaning: Meaning, in operand: Template.Operand
    ) -> Meaning {
        let expression = operand.range.lowerBound..<field.range.upperBound
        switch (meaning, field.name) {
        case (.data, "Labels"): return .labels
        case (.data, "ExternalLabels"): return .externalLabels
        case (.data, "Value"):
            reads.values.append(expression)
            return .other
        case (.labels, _):
            reads.labels.append(
                TemplateReads.Label(name: field.name, range: field.range, expression: expression))
        case (.externalLabels, _):
            reads.externalLabels.append(
                TemplateReads.Label(name: field.name, range: field.range, expression: expression))
        default: break
        }
        return .other
    }
}
