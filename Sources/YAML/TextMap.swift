/// Where the bytes of a decoded text stand in the file it was read from.
///
/// A PromQL expression in a block scalar has its indentation removed, a quoted one its escapes resolved, and a rule file
/// in a ConfigMap both at once: a map leads from an offset in the result back to the byte that a person has to change.
package struct TextMap: Sendable, Equatable {
    /// From `offset` in the decoded text on, up to the next run, each byte stands at the same distance from `source`.
    package struct Run: Sendable, Equatable {
        package let offset: Int
        package let source: Int
        /// Bytes of the source that one decoded unit was written with, where that is not 1 to 1 (`\n`, `''`); else 0.
        package let escapeLength: Int

        package init(offset: Int, source: Int, escapeLength: Int = 0) {
            self.offset = offset
            self.source = source
            self.escapeLength = escapeLength
        }
    }

    /// Ascending offsets, the first 0.
    package let runs: [Run]
    /// The end of the decoded text, and the source byte behind its last.
    package let end: Run

    package init(runs: [Run], end: Run) {
        self.runs = runs
        self.end = end
    }

    /// A text that stands in the source as it is.
    package init(at source: Int, count: Int) {
        runs = [Run(offset: 0, source: source)]
        end = Run(offset: count, source: source + count)
    }

    /// The source byte of a decoded byte. Offsets at or beyond the end lead to the end.
    package func source(of offset: Int) -> Int {
        guard offset < end.offset, let run = run(of: offset) else { return end.source }
        return run.escapeLength > 0 ? run.source : run.source + max(0, offset - run.offset)
    }

    /// The source bytes of decoded bytes; an empty range stays empty.
    package func source(of range: Range<Int>) -> Range<Int> {
        let start = source(of: range.lowerBound)
        guard !range.isEmpty else { return start..<start }
        let last = range.upperBound - 1
        var end = source(of: last) + 1
        if last < self.end.offset, let run = run(of: last), run.escapeLength > 0 { end = run.source + run.escapeLength }
        return start..<max(start, end)
    }

    private func run(of offset: Int) -> Run? {
        var (low, high) = (0, runs.count)
        guard high > 0 else { return nil }
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle].offset <= offset { low = middle } else { high = middle }
        }
        return runs[low]
    }
}
