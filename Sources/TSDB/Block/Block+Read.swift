/// The second pass over an index: labels of a metric's series, from bytes that the survey found to be sound.
extension Block {
    package func read(
        metric: Int, from position: inout SeriesPosition, into batch: inout SeriesBatch
    ) throws(Diagnostic) -> Bool {
        let runs = self.runs[runRanges[metric]]
        let before = batch.count
        var decoder = RowDecoder(index: index, selection: selection)
        while !batch.isFull, position.run < runs.count {
            let run = runs[runs.startIndex + position.run]
            if position.row == 0 {
                position.offset = index.seriesOffset(of: run.reference)
                position.released = position.offset
            }
            let rows = min(Int(run.count) - position.row, SeriesBatch.capacity - batch.count)
            var offset = position.offset
            for _ in 0..<rows { offset = try decoder.append(entryAt: offset, to: &batch) }
            position.offset = offset
            position.row += rows
            let isRunDone = position.row == Int(run.count)
            // A run of a few entries lies on pages its neighbours need too.
            if offset - position.released > (isRunDone ? MappedFile.window : MappedFile.releaseStep) {
                index.file.release(position.released..<offset)
                position.released = offset
            }
            if isRunDone {
                position.run += 1
                position.row = 0
            }
        }
        return batch.count > before
    }
}
