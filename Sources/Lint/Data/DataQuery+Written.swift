import PromQL

extension DataQuery {
    /// A selector without the matchers that variables decide; `nil` where its name is one of them.
    func written(_ vector: VectorSelector) -> Selector? {
        let selector = vector.selector
        if isWritten(selector.range) { return selector }
        let nameEnd = min(selector.range.upperBound, selector.range.lowerBound + (selector.name?.utf8.count ?? 0))
        let matchers = selector.matchers.filter { matcher in
            isWritten(matcher.range.isEmpty ? selector.range.lowerBound..<nameEnd : matcher.range)
        }
        guard matchers.contains(where: { $0.name == Matcher.nameLabel }) else { return nil }
        return try? Selector(parsing: "{\(matchers.map(\.description).joined(separator: ","))}")
    }

    /// What samples show of the series that a selector selects, whatever its variables are.
    func observation(of vector: VectorSelector, _ grounding: Grounding) -> Observation? {
        guard let samples = grounding.data.samples, let selector = written(vector) else { return nil }
        return samples.selected(by: selector)
    }
}
