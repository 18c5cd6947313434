extension LabelFlow {
    func branches(of call: Call, at range: Range<Int>) -> [LabelBranch] {
        let name = call.function.name
        func removal(_ cause: LabelRemoval.Cause) -> LabelRemoval {
            LabelRemoval(cause: cause, .call(call), range: call.functionRange)
        }
        let input = call.seriesArgument
        for argument in call.arguments where argument.range != input?.range { pass(argument) }
        guard call.function.result == .vector, let input else {
            if let input { pass(input) }
            return [
                call.function.result == .scalar
                    ? Self.none("a number", at: call.functionRange)
                    : LabelBranch(call.functionRange, rest: .absent(removal(.number)))
            ]
        }
        switch name {
        case "absent", "absent_over_time":
            pass(input)
            return [Self.absentBranch(of: input, removal(.function), at: range)]
        case "sort", "sort_desc", "sort_by_label", "sort_by_label_desc", "last_over_time", "first_over_time":
            return branches(of: input)
        case "label_replace":
            return replace(in: branches(of: input), call, removal(.function))
        case "label_join":
            return join(in: branches(of: input), call, removal(.function))
        case "info":
            return enrich(branches(of: input), call)
        case "histogram_quantile", "histogram_fraction", "histogram_quantiles":
            let label = name == "histogram_quantiles" ? call.constantText(1) : nil
            return branches(of: input).changed { branch in
                branch.remove(["le"], removal(.function))
                branch.dropName(removal(.name))
                if let label { branch[label] = .present() }
            }
        default:
            return branches(of: input).changed { $0.dropName(removal(.name)) }
        }
    }

    /// `info()` adds labels of info metrics: those that its second argument names, or all. It replaces none.
    private func enrich(_ branches: [LabelBranch], _ call: Call) -> [LabelBranch] {
        let labels = call.infoSelector.map { Set($0.matchers.map(\.name)).subtracting([Matcher.nameLabel]) } ?? []
        return branches.changed { branch in
            if labels.isEmpty { branch.open(except: [Matcher.nameLabel]) }
            for label in labels { branch.open(label) }
        }
    }
}

extension Call {
    /// The argument whose series become those of the result: the first that has series.
    var seriesArgument: Expression? { arguments.first { $0.type == .vector || $0.type == .matrix } }

    func constantText(_ index: Int) -> String? {
        arguments.indices.contains(index) ? arguments[index].constantText : nil
    }

    /// The second argument of `info()`: which metrics and labels to add.
    var infoSelector: Selector? {
        guard function.name == "info", arguments.count > 1, case .vector(let vector) = arguments[1].unwrapped.kind
        else { return nil }
        return vector.selector
    }
}
