extension Parser {
    mutating func pipeline(
        _ context: String, until close: Token.Kind
    ) throws(TemplateError) -> Template.Pipeline {
        let start = peekNonSpace().range.lowerBound
        var pipeline = Template.Pipeline(range: start..<start)
        try declarations(of: &pipeline, context)
        while true {
            let token = nextNonSpace()
            switch token.kind {
            case close:
                try check(pipeline, context, before: token)
                pipeline.range = start..<(pipeline.commands.last?.range.upperBound ?? start)
                return pipeline
            case .bool, .characterConstant, .complex, .dot, .field, .identifier, .number, .nil, .rawString, .string,
                .variable, .leftParenthesis:
                push(token)
                pipeline.commands.append(try command())
            default: throw unexpected(token, context)
            }
        }
    }

    /// `$x :=`, `$x =`, and `$i, $e :=` in a `range`. That a variable which is assigned exists is not checked by Go.
    private mutating func declarations(
        of pipeline: inout Template.Pipeline, _ context: String
    ) throws(TemplateError) {
        while peekNonSpace().kind == .variable {
            let variable = next()
            let adjacent = peek()
            let following = peekNonSpace()
            let isComma = following.kind == .character && text(following) == ","
            guard isComma || following.kind == .assign || following.kind == .declare else {
                // An argument; the space after it separates it from the next.
                if adjacent.kind == .space { push(adjacent) }
                push(variable)
                return
            }
            _ = nextNonSpace()
            let name = text(variable)
            scope.declare(name)
            pipeline.variables.append(Template.Pipeline.Variable(name: name, range: variable.range))
            guard isComma else {
                pipeline.isAssignment = following.kind == .assign
                if pipeline.isAssignment { reassigned.formUnion(pipeline.variables.map(\.name)) }
                return
            }
            guard context == "range", pipeline.variables.count < 2 else {
                throw error("too many declarations in \(context)", at: variable.range)
            }
            switch peekNonSpace().kind {
            case .variable, .rightDelimiter, .rightParenthesis: continue
            default: throw error("range can only initialize variables", at: following.range)
            }
        }
    }

    private func check(
        _ pipeline: Template.Pipeline, _ context: String, before close: Token
    ) throws(TemplateError) {
        if pipeline.commands.isEmpty {
            let place = close.range.lowerBound
            throw error("missing value for \(context)", at: place..<place)
        }
        for (index, command) in pipeline.commands.enumerated().dropFirst() {
            guard let first = command.operands.first else { continue }
            switch first.kind {
            case .bool, .dot, .nil, .number, .string:
                throw error("non executable command in pipeline stage \(index + 1)", at: first.range)
            default: continue
            }
        }
    }

    /// Operands separated by space, up to a `|`, which is taken, or to the end of the pipeline, which is not.
    private mutating func command() throws(TemplateError) -> Template.Command {
        var operands: [Template.Operand] = []
        while true {
            _ = peekNonSpace()
            if let operand = try operand() { operands.append(operand) }
            let token = next()
            switch token.kind {
            case .space: continue
            case .rightDelimiter, .rightParenthesis: push(token)
            case .pipe: break
            default: throw unexpected(token, "operand")
            }
            guard let first = operands.first else { throw error("empty command", at: token.range) }
            if operands.count == 1 { operands = [first] }
            return Template.Command(operands: operands)
        }
    }

    /// A term and the fields after it; nil if no term stands here.
    private mutating func operand() throws(TemplateError) -> Template.Operand? {
        guard var operand = try term() else { return nil }
        guard peek().kind == .field else { return operand }
        switch operand.kind {
        case .bool, .string, .number, .nil, .dot:
            // Go reads all fields before it complains.
            while peek().kind == .field { _ = next() }
            let quoted = GoText.quoted(lexer.bytes[operand.range])
            throw error("unexpected . after term \(quoted)", at: operand.range)
        default: break
        }
        while peek().kind == .field {
            let token = next()
            operand.fields.append(field(token))
            operand.range = operand.range.lowerBound..<token.range.upperBound
        }
        return operand
    }

    func field(_ token: Token) -> Template.Field {
        let range = token.range.lowerBound + 1..<token.range.upperBound
        return Template.Field(name: String(decoding: lexer.bytes[range], as: UTF8.self), range: range)
    }
}
