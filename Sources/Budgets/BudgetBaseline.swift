package import YAML

/// Reads what an earlier run of `analyze --format json` or `budget --format json` said.
package enum BudgetBaseline {
    /// Reports list every metric; they are no longer than this.
    private static let limits = YAMLLimits(bytes: 256 << 20, nodes: 20_000_000, depth: 32)
    package static let longest = limits.bytes

    package static func read(_ source: SourceText) throws(BudgetFault) -> BudgetFigures {
        let stream = YAMLStream(parsing: source, limits: limits)
        if let error = stream.error { throw BudgetFault(message: error.message, range: error.range) }
        guard let root = stream.documents.first?.root, let report = root.mapping else {
            throw BudgetFault(message: "is no report of cardscan: expected an object", range: 0..<0)
        }
        guard integer(report["schema_version"]) == 1 else {
            throw BudgetFault(
                message: "is no report of `cardscan analyze` or `cardscan budget` with --format json", range: root.range
            )
        }
        if let budgets = report["budgets"]?.sequence { return earlier(report, budgets) }
        guard let totals = report["totals"]?.mapping, let metrics = report["metrics"]?.sequence else {
            throw BudgetFault(
                message:
                    "lacks totals and metrics, as `cardscan analyze` writes them, and budgets, as `cardscan budget` does",
                range: root.range)
        }
        return analysis(report, totals, metrics)
    }

    // MARK: analyze

    private static func analysis(_ report: YAMLMapping, _ totals: YAMLMapping, _ metrics: [YAMLNode]) -> BudgetFigures {
        var figures = BudgetFigures()
        figures.total = figure(totals)
        let limit = integer(report["limit"]) ?? 0
        func isWhole(_ list: [YAMLNode]) -> Bool { limit == 0 || list.count < limit }
        for metric in metrics.compactMap(\.mapping) {
            guard let name = metric["name"]?.scalar?.value else { continue }
            figures.metrics[name] = figure(metric)
        }
        figures.hasAllMetrics = isWhole(metrics)
        let labels = report["labels"]?.sequence ?? []
        for label in labels.compactMap(\.mapping) {
            guard let name = label["name"]?.scalar?.value else { continue }
            figures.labels[name] = integer(label["values"])
        }
        figures.hasAllLabels = isWhole(labels)
        let groups = report["groups"]?.sequence ?? []
        for group in groups.compactMap(\.mapping) {
            let by = group["by"]?.mapping?.entries ?? []
            let values = by.map { $0.value.scalar?.value ?? "" }
            let scope = BudgetScope.group(by: by.map(\.name), values: values, selector: nil)
            figures.groups[scope] = figure(group)
            if isWhole(groups) { figures.wholeGroupings.insert(.group(by: by.map(\.name), values: [], selector: nil)) }
        }
        if let window = report["window"]?.mapping, let first = number(window["min_time"]),
            let last = number(window["max_time"]), let within = number(window["active_within"])
        {
            figures.hours = (last - first) / 3_600_000
            figures.knowsNew = last - first > within
            if let samples = number(totals["samples"]), last > first {
                figures.samplesPerSecond = samples * 1000 / (last - first)
            }
        }
        return figures
    }

    // MARK: budget

    private static func earlier(_ report: YAMLMapping, _ budgets: [YAMLNode]) -> BudgetFigures {
        var figures = BudgetFigures()
        (figures.hasAllMetrics, figures.hasAllLabels) = (false, false)
        for budget in budgets.compactMap(\.mapping) {
            guard let scope = budget["scope"]?.mapping, let kind = scope["kind"]?.scalar?.value else { continue }
            let name = scope["name"]?.scalar?.value
            let counts = budget["counts"]?.mapping.flatMap(figure)
            switch (kind, name) {
            case ("total", _): figures.total = counts
            case ("selector", let name?): figures.selectors[name] = counts
            case ("metric", let name?): figures.metrics[name] = counts
            case ("label", let name?): figures.labels[name] = integer(budget["values"])
            case ("group", _):
                let by = scope["by"]?.mapping?.entries ?? []
                let values = by.map { $0.value.scalar?.value ?? "" }
                figures.groups[.group(by: by.map(\.name), values: values, selector: scope["selector"]?.scalar?.text)] =
                    counts
            default: break
            }
        }
        if let window = report["window"]?.mapping, let hours = number(window["hours"]) {
            figures.hours = hours
            figures.knowsNew = window["tells_new_series"]?.scalar?.value == "true"
        }
        figures.samplesPerSecond = number(report["samples_per_second"])
        return figures
    }

    private static func figure(_ object: YAMLMapping) -> BudgetFigure? {
        integer(object["series"]).map {
            BudgetFigure(series: $0, active: integer(object["active_series"]), new: integer(object["new_series"]))
        }
    }

    private static func integer(_ node: YAMLNode?) -> Int? { node?.scalar.flatMap { Int($0.value) } }

    private static func number(_ node: YAMLNode?) -> Double? {
        node?.scalar.flatMap { Double($0.value) }.flatMap { $0.isFinite ? $0 : nil }
    }
}

extension YAMLScalar {
    /// Nil for null.
    fileprivate var text: String? { resolved == .null ? nil : value }
}
