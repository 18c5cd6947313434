import PromQL

extension Evaluator {
    mutating func evaluate(_ call: Call, _ expression: Expression, _ frame: TimeFrame) -> VectorValue {
        let name = call.function.name
        var input: VectorValue?
        for argument in call.arguments {
            let value: VectorValue
            if argument.type == .matrix {
                value = matrix(argument, frame, samples: Self.neededSamples[name] ?? 1)
                record(value, argument)
                var part = argument
                while case .parentheses(let inner) = part.kind {
                    record(value, inner)
                    part = inner
                }
            } else {
                value = evaluate(argument, frame)
            }
            if input == nil, argument.type == .matrix || argument.type == .vector { input = value }
        }
        guard call.function.result == .vector, var input else { return summed(.scalar, input) }
        input.matching = nil
        let range = expression.range
        switch name {
        case "absent", "absent_over_time": return absent(input, expression)
        case "sort", "sort_desc", "sort_by_label", "sort_by_label_desc", "last_over_time", "first_over_time":
            return input
        case "label_replace": return replaceLabel(input, call, range)
        case "label_join": return joinLabels(input, call, range)
        case "info": return enriched(input, call)
        case "histogram_quantile": return quantiles(input, call, range)
        case "histogram_quantiles": return severalQuantiles(input, call, range)
        case "histogram_count", "histogram_sum", "histogram_avg", "histogram_stddev", "histogram_stdvar":
            input.bound(.nativeHistograms)
            return withoutName(input, range)
        case "histogram_fraction":
            var result = quantiles(input, call, range)
            result.bound(.nativeHistograms)
            return result
        case "clamp": return clamped(input, call, range)
        default: return withoutName(input, range)
        }
    }

    /// Functions that give nothing for a series with one sample in the range.
    private static let neededSamples: [String: Int] = [
        "rate": 2, "increase": 2, "delta": 2, "irate": 2, "idelta": 2, "deriv": 2, "predict_linear": 2,
        "double_exponential_smoothing": 2, "holt_winters": 2,
    ]

    /// Numbers have one value; what was read to compute them counts.
    private func summed(_ value: VectorValue, _ input: VectorValue?) -> VectorValue {
        var value = value
        if let input { value.touched += input.touched }
        return value
    }

    /// One series without a sample, with the labels that the matchers say, or none.
    private mutating func absent(_ input: VectorValue, _ expression: Expression) -> VectorValue {
        let labels = expression.resultLabels.merged
        let columns = labels.labels.compactMap { name in
            labels[name].constant.map { LabelColumn(symbols.intern(name), .constant(symbols.intern($0))) }
        }
        let isPresent = input.isExact && input.limit > 0 && input.isSteady
        var result = VectorValue(
            isPresent ? SeriesSet.none : SeriesSet(columns: columns, rows: .all(1), base: 1))
        result.inherit(input)
        if !isPresent, input.limit > 0 { result.bound(input.isExact ? [.changingSeries] : input.reasons) }
        return result
    }

    /// `clamp()` between bounds that are the wrong way round gives nothing.
    private mutating func clamped(_ input: VectorValue, _ call: Call, _ range: Range<Int>) -> VectorValue {
        var result = withoutName(input, range)
        guard call.arguments.count == 3, let least = call.arguments[1].literalNumber,
            let most = call.arguments[2].literalNumber
        else {
            result.bound(.parameter)
            return result
        }
        if least > most { result = result.with(.none) }
        return result
    }

    private mutating func enriched(_ input: VectorValue, _ call: Call) -> VectorValue {
        var labels = input.labels
        if call.arguments.count > 1, case .vector(let vector) = call.arguments[1].unwrapped.kind {
            for matcher in vector.selector.matchers where matcher.name != Matcher.nameLabel {
                let label = symbols.intern(matcher.name)
                if !labels.contains(label) { labels.append(label) }
            }
        }
        var result = VectorValue(atMost: input.limit, labels: labels, .info)
        result.inherit(input)
        return result
    }
}
