/// The second pass over an index: labels of a metric's series, from bytes that the survey found to be sound.
extension Block {
    /// Bytes that become resident with a run however short it is, roughly.
    static let touchedAround = 64 << 10

    package func read(
        metric: Int, from position: inout SeriesPosition, into batch: inout SeriesBatch
    ) throws(Diagnostic) -> Bool {
        switch extents {
        case .runs(let runs, let ranges):
            try read(runs[ranges[metric]], from: &position, into: &batch)
        case .postings(let lists):
            try read(lists[metric], from: &position, into: &batch)
        }
    }

    /// Reads entries that the survey found.
    private func read(
        _ runs: ArraySlice<SeriesRun>, from position: inout SeriesPosition, into batch: inout SeriesBatch
    ) throws(Diagnostic) -> Bool {
        let before = batch.count
        let file = index.file
        var decoder = RowDecoder(index: index, bytes: file.bytes, selection: selection)
        while !batch.isFull, position.run < runs.count {
            let run = runs[runs.startIndex + position.run]
            if position.row == 0 {
                position.offset = index.seriesOffset(of: run.reference)
                if position.run == 0 { position.released = position.offset }
            }
            let rows = min(Int(run.count) - position.row, SeriesBatch.capacity - batch.count)
            var offset = position.offset
            for _ in 0..<rows { offset = try decoder.append(entryAt: offset, isSurveyed: true, to: &batch).next }
            position.touched += offset - position.offset + Self.touchedAround
            position.offset = offset
            position.row += rows
            if position.row == Int(run.count) {
                position.run += 1
                position.row = 0
            }
            // Runs follow each other in the file, so what was touched lies between the last release and here.
            if position.touched > MappedFile.releaseStep || position.run == runs.count {
                index.file.release(position.released..<offset)
                position.released = offset
                position.touched = 0
            }
        }
        return batch.count > before
    }
}
