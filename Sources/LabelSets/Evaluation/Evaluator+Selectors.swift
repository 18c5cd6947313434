import PromQL

extension Evaluator {
    /// The series that have a sample when the selector looks.
    ///
    /// With `labels` no other labels are kept, so that series may be the same: for who only groups by these.
    mutating func select(
        _ selector: VectorSelector, _ frame: TimeFrame, keeping labels: [UInt32]? = nil
    ) -> VectorValue {
        let moved = self.frame(frame, selector.time)
        let presence = Presence(instantsOf: moved, options)
        return select(selector.selector, presence, isUnknown: !moved.isKnown, keeping: labels)
    }

    /// The series of a range vector that have so many samples in the range.
    mutating func matrix(_ expression: Expression, _ frame: TimeFrame, samples: Int) -> VectorValue {
        switch expression.unwrapped.kind {
        case .range(let range):
            let moved = self.frame(frame, range.vector.time)
            guard let length = range.length.milliseconds, moved.isKnown else {
                return select(range.vector.selector, Presence(instantsOf: .unknown, options), isUnknown: true)
            }
            let presence = Presence(rangesOf: moved, length: length, samples: samples, options)
            return select(range.vector.selector, presence, isUnknown: false)
        case .subquery(let subquery):
            return evaluate(subquery, frame, samples: samples)
        default:
            return evaluate(expression, frame)
        }
    }

    private mutating func evaluate(_ subquery: Subquery, _ frame: TimeFrame, samples: Int) -> VectorValue {
        var inner = self.frame(frame, subquery.time)
        let step = subquery.step.map(\.milliseconds) ?? options.evaluationInterval
        if let length = subquery.length.milliseconds, let step, step > 0, inner.isKnown {
            inner.from = saturated(inner.from, plus: -max(0, length))
            inner.step = step
        } else {
            inner = .unknown
        }
        var value = evaluate(subquery.expression, inner)
        let steps = inner.isKnown && inner.step > 0 ? (subquery.length.milliseconds ?? 0) / inner.step : 0
        if samples > steps || samples > 1 && !value.isSteady { value.bound(.tooFewSamples) }
        return value
    }

    /// The frame that `offset` and `@` make of another.
    private func frame(_ frame: TimeFrame, _ time: TimeModifiers) -> TimeFrame {
        var frame = frame
        switch time.at {
        case .milliseconds(let at): frame = TimeFrame(at: at)
        case .start, .end: frame = TimeFrame(at: queryTime)
        case nil: break
        }
        guard let offset = time.offset else { return frame }
        guard let offset = offset.milliseconds else { return .unknown }
        guard frame.isKnown else { return frame }
        frame.from = saturated(frame.from, plus: -offset)
        frame.to = saturated(frame.to, plus: -offset)
        return frame
    }

    private mutating func select(
        _ selector: Selector, _ presence: Presence, isUnknown: Bool, keeping kept: [UInt32]? = nil
    ) -> VectorValue {
        let asked = selector.matchers.filter { matcher in
            matcher.name != Matcher.nameLabel && !options.open.contains { $0.overlaps(matcher.range) }
        }
        var conditions = asked.map { matcher in
            Condition(matcher, label: symbols.intern(matcher.name), value: symbols.intern(matcher.bytes))
        }
        let onName = selector.matchers.filter { $0.name == Matcher.nameLabel }
        var sets: [SeriesSet] = []
        var verdict = Presence.Verdict()
        for series in index.metrics(named: onName) {
            guard let set = select(series, &conditions, presence, &verdict) else { continue }
            sets.append(kept.map { set.keeping($0) } ?? set)
        }
        let total = sets.reduce(0) { $0 + $1.count }
        let labels = Array(Set(sets.flatMap { $0.columns.map(\.name) }))
        var value: VectorValue
        if total <= options.seriesLimit, affords(sets.count > 1 ? total.saturated(times: labels.count) : total) {
            value = VectorValue(.concatenated(sets))
        } else {
            value = VectorValue(exactly: total, labels: labels, .rowLimit)
        }
        value.touched = total
        value.isSteady = verdict.isSteady
        if isUnknown { value.bound(.computedTime) }
        if verdict.uncertain > 0 { value.bound(presence.reason) }
        return value
    }

    private func select(
        _ series: MetricSeries, _ conditions: inout [Condition], _ presence: Presence, _ verdict: inout Presence.Verdict
    ) -> SeriesSet? {
        var rows: [UInt32]?
        for index in conditions.indices {
            let column = series.columns.first { $0.name == conditions[index].label }
            guard conditions[index].filter(column, &rows, count: series.count, symbols) else { return nil }
        }
        let lifetimes = series.lifetimes
        var present: [UInt32] = []
        if let rows {
            for row in rows where presence.admits(row, lifetimes, &verdict) { present.append(row) }
        } else {
            for row in 0..<UInt32(series.count) where presence.admits(row, lifetimes, &verdict) { present.append(row) }
        }
        guard !present.isEmpty else { return nil }
        var columns = series.columns
        if series.name != SymbolPool.empty { columns.append(LabelColumn(index.nameLabel, .constant(series.name))) }
        return SeriesSet(
            columns: columns, rows: present.count == series.count ? .all(series.count) : .some(present),
            base: series.count)
    }
}

extension Int {
    func saturated(times factor: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
