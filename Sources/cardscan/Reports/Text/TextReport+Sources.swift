import Cardinality
import TSDB

extension TextReport {
    /// The parts that were counted, with their times and sizes.
    func sources() -> [StyledText] {
        let rows = Array(report.sources.prefix(settings.rows(standard: Self.shortList) ?? .max))
        guard !rows.isEmpty else { return [] }
        let hasAll = width >= 100
        var columns = [Table.Column("SOURCES", style: .heading)]
        if hasAll { columns.append(Table.Column("KIND")) }
        columns.append(Table.Column("SERIES", .right))
        if hasAll { columns.append(Table.Column("SAMPLES", .right)) }
        var table = Table(columns + [Table.Column("SIZE", .right), Table.Column("TIME (UTC)")])
        for source in rows {
            let time: String? =
                if let start = source.minTime, let end = source.maxTime { Self.range(start, end) } else { nil }
            let path = Escaper.show(name(of: source), columns: max(26, width - (hasAll ? 82 : 64)))
            var cells = [StyledText(path)]
            if hasAll { cells.append(StyledText(source.kind.rawValue)) }
            cells.append(StyledText(Figures.grouped(source.series)))
            if hasAll { cells.append(StyledText(source.samples.map(Figures.compact) ?? "–")) }
            cells += [StyledText(Figures.bytes(source.sizes.total)), StyledText(time ?? "–")]
            table.append(cells)
        }
        let lines = table.lines()
        let column = table.width + 3
        let isBeside = width - column >= 40
        var output = [lines[0]]
        for (line, source) in zip(lines.dropFirst(), rows) {
            var line = line
            let notes = source.notes.map { Escaper.show($0, columns: width - 4, in: .notation) }.joined(separator: ", ")
            if isBeside, DisplayWidth.of(notes) <= width - column {
                line.pad(to: column)
                line.append(notes, .faint)
                output.append(line)
            } else {
                output.append(line)
                output += wrapped(notes, .faint, indent: 4)
            }
        }
        return output + more("source", of: report.sources.count, standard: Self.shortList)
    }

    /// The path below the one source that was named, the whole path otherwise.
    func name(of source: SourceRow) -> String {
        let path = source.path
        guard settings.sources.count == 1, var prefix = settings.sources.first else { return path }
        if path == prefix { return source.kind.rawValue }
        if !prefix.hasSuffix("/") { prefix += "/" }
        guard path.hasPrefix(prefix), path.utf8.count > prefix.utf8.count else { return path }
        return String(path.dropFirst(prefix.count))
    }

    /// Parts that were not counted on purpose, one line for each reason.
    func leftOut() -> [StyledText] {
        var reasons: [(reason: String, paths: [String])] = []
        for part in report.leftOut {
            if let known = reasons.firstIndex(where: { $0.reason == part.reason }) {
                reasons[known].paths.append(part.path)
            } else {
                reasons.append((part.reason, [part.path]))
            }
        }
        guard !reasons.isEmpty else { return [] }
        var lines = [StyledText("LEFT OUT", .heading)]
        lines[0].append("   not in any count above", .faint)
        for (reason, paths) in reasons {
            lines += wrapped(Escaper.show(reason, columns: 400, in: .notation) + ":", .plain, indent: 2)
            let shown = settings.rows(standard: 3) ?? paths.count
            for path in paths.prefix(shown) {
                lines.append(StyledText("    " + Escaper.show(path, columns: width - 4), .faint))
            }
            if paths.count > shown {
                lines.append(StyledText("    … \(Figures.grouped(paths.count - shown)) more", .faint))
            }
        }
        return lines
    }

    /// Series that already have two values for one time. Loud: what is stored for them is wrong.
    func collisions() -> [StyledText] {
        guard let collisions = report.collisions, collisions.samples > 0 else { return [] }
        let samples = Figures.count(collisions.samples, "sample")
        let series = Figures.count(collisions.series, "series", plural: "series")
        var lines = [StyledText("COLLISIONS", .alarm)]
        lines[0].append("   \(samples) of \(series) contradict another at the same time", .alarm)
        lines += wrapped(
            "Several targets write these series as one, as after a labeldrop that removed what told them apart: "
                + "Prometheus keeps one value and drops the others.", .plain)
        for example in collisions.examples {
            let time = UTCTime(milliseconds: example.time).rfc3339
            let values = example.values.prefix(4).map { $0.map(Figures.sample) ?? "histogram" }.joined(separator: ", ")
            let facts = "\(time)   \(values)\(example.values.count > 4 ? ", …" : "")"
            let series = Escaper.show(example.series, columns: width - 2, in: .notation)
            lines += flow([StyledText(series), StyledText(facts, .strong)], indent: 2)
        }
        return lines
    }

    /// How many diagnostics there are; they stand on standard error.
    func faults() -> [StyledText] {
        let errors = report.diagnostics.count { $0.severity == .error }
        let warnings = report.diagnostics.count - errors
        var lines: [StyledText] = []
        if errors > 0 {
            let problem = StyledText("INCOMPLETE: \(Figures.count(errors, "error")), on standard error", .alarm)
            lines += flow([problem, StyledText("what could not be read is not counted")])
        }
        if warnings > 0 {
            lines.append(StyledText("\(Figures.count(warnings, "warning")), on standard error", .caution))
        }
        return lines
    }
}
