/// Records of samples: which series had one, when, and whether two say different things about the same moment.
///
/// Stale markers are samples here as they are for Prometheus: they extend the time of the series they end.
extension HeadReader {
    /// Types 2 and 11. Upstream's deltas are zigzag varints, whatever the format's document says.
    mutating func readSamples(_ type: RecordType, _ record: UnsafeRawBufferPointer) throws(BudgetExceeded) -> String? {
        var decoder = Decoder(RawSpan(_unsafeBytes: record), at: 1)
        guard decoder.remaining > 0 else { return nil }
        var tally = Tally()
        if type == .samples {
            let baseReference = decoder.uint64()
            let baseTime = decoder.int64()
            while decoder.remaining > 0 {
                let reference = baseReference &+ UInt64(bitPattern: decoder.varint())
                let time = baseTime &+ decoder.varint()
                let value = decoder.uint64()
                guard decoder.isValid else { break }
                try note(reference, time, value, &tally)
            }
        } else {
            var deltas = DeltasV2()
            while decoder.remaining > 0 {
                deltas.next(&decoder)
                let value = decoder.uint64()
                guard decoder.isValid else { break }
                try note(deltas.reference, deltas.time, value, &tally)
            }
        }
        part.floats += tally.count
        finish(tally)
        return decoder.isValid ? nil : "a samples record ends within sample \(tally.count + 1)"
    }

    /// Types 7 to 10, 12 and 13.
    mutating func readHistograms(
        _ type: RecordType, _ record: UnsafeRawBufferPointer
    ) throws(BudgetExceeded) -> String? {
        let isFloat =
            type == .floatHistogramSamples || type == .customBucketsFloatHistogramSamples
            || type == .floatHistogramSamplesV2
        var decoder = Decoder(RawSpan(_unsafeBytes: record), at: 1)
        guard decoder.remaining > 0 else { return nil }
        var tally = Tally(isHistogram: true)
        if type == .histogramSamplesV2 || type == .floatHistogramSamplesV2 {
            var deltas = DeltasV2()
            while decoder.remaining > 0 {
                deltas.next(&decoder)
                let value = decoder.histogram(isFloat: isFloat)
                guard decoder.isValid else { break }
                try note(deltas.reference, deltas.time, value, &tally)
            }
        } else {
            let baseReference = decoder.uint64()
            let baseTime = decoder.int64()
            while decoder.remaining > 0 {
                let reference = baseReference &+ UInt64(bitPattern: decoder.varint())
                let time = baseTime &+ decoder.varint()
                let value = decoder.histogram(isFloat: isFloat)
                guard decoder.isValid else { break }
                try note(reference, time, value, &tally)
            }
        }
        if isFloat { part.floatHistograms += tally.count } else { part.histograms += tally.count }
        finish(tally)
        return decoder.isValid ? nil : "a histogram record ends within sample \(tally.count + 1)"
    }

    /// Type 4: as samples, with a label set each.
    mutating func readExemplars(_ record: UnsafeRawBufferPointer) -> String? {
        var decoder = Decoder(RawSpan(_unsafeBytes: record), at: 1)
        guard decoder.remaining > 0 else { return nil }
        decoder.skip(16)
        while decoder.remaining > 0 {
            decoder.skipUvarints(2)
            decoder.skip(8)
            let strings = decoder.count() &* 2
            for _ in 0..<strings where decoder.isValid { _ = decoder.stringRange() }
            guard decoder.isValid else { break }
            part.exemplars += 1
        }
        return decoder.isValid ? nil : "an exemplars record ends within an exemplar"
    }

    // MARK: - One sample

    /// Locals of a record's loop.
    struct Tally {
        var isHistogram = false
        var count = 0
        var withoutSeries = 0
        var lastTime = Int64.min
        var cursor = HeadReferences.Cursor()
    }

    private mutating func finish(_ tally: Tally) {
        details.samplesWithoutSeries += tally.withoutSeries
        if tally.count > 0 { part.lastSampleTime = max(part.lastSampleTime ?? .min, tally.lastTime) }
    }

    @inline(__always)
    private mutating func note(
        _ reference: UInt64, _ time: Int64, _ value: UInt64, _ tally: inout Tally
    ) throws(BudgetExceeded) {
        tally.count &+= 1
        if time > tally.lastTime { tally.lastTime = time }
        let row = references.row(of: reference, &tally.cursor)
        guard row < HeadReferences.limit else {
            if row == HeadReferences.unknown { tally.withoutSeries &+= 1 }
            return
        }
        if keepsSamples { try keep(row, time, value, isHistogram: tally.isHistogram) }
        guard time >= options.selection.minTime, time <= options.selection.maxTime else { return }
        let times = series.times.base + Int(row)
        let last = times.pointee.last
        if time < times.pointee.first { times.pointee.first = time }
        if time > last {
            times.pointee.last = time
            series.lastValues.base[Int(row)] = value
        } else {
            try noteAgain(row, time, value, last: last)
        }
    }

    /// The samples of a WBL are those that came late.
    @inline(never)
    private mutating func keep(
        _ row: UInt32, _ time: Int64, _ value: UInt64, isHistogram: Bool
    ) throws(BudgetExceeded) {
        if isHistogram { return samples?.addHistogram(row) ?? () }
        let sample = Sample(time: time, value: Double(bitPattern: value))
        if part.kind == .wbl {
            try samples?.addLate(row, sample, options)
        } else {
            try samples?.append(row, sample, options)
        }
    }

    /// A sample that is not newer than what its series had.
    @inline(never)
    private mutating func noteAgain(_ row: UInt32, _ time: Int64, _ value: UInt64, last: Int64) throws(BudgetExceeded) {
        guard part.kind != .wbl else { return }
        var before = SampleValue.stale
        if time == last {
            before = series.lastValues.base[Int(row)]
            series.lastValues.base[Int(row)] = value
        } else {
            before = try collisions.replaceLate(row, time, value, options.budget)
        }
        guard before != value, before != SampleValue.stale, value != SampleValue.stale else { return }
        collisions.add(row, time, before, value, keeping: options.collisionExamples)
    }

    /// Extends the times of a series by a chunk's, as far as they lie in the selected time range.
    mutating func extend(_ row: UInt32, from first: Int64, to last: Int64) {
        guard first <= last, options.readsSamples, options.selection.overlaps(first, last) else { return }
        let times = series.times.base + Int(row)
        times.pointee.first = min(times.pointee.first, max(first, options.selection.minTime))
        let clipped = min(last, options.selection.maxTime)
        if clipped > times.pointee.last {
            times.pointee.last = clipped
            series.lastValues.base[Int(row)] = SampleValue.stale
        }
    }
}

/// References and times of the V2 sample records: the first sample stands whole, the others are deltas, references to
/// the sample before and times to the first (`samplesV2` in tsdb/record/record.go of prometheus/prometheus).
private struct DeltasV2 {
    var reference: UInt64 = 0
    var time: Int64 = 0
    private var firstTime: Int64?

    @inline(__always)
    mutating func next(_ decoder: inout Decoder) {
        reference = reference &+ UInt64(bitPattern: decoder.varint())
        guard let firstTime else {
            time = decoder.varint()
            firstTime = time
            _ = decoder.varint()
            return
        }
        time = firstTime &+ decoder.varint()
        // The start time: absent, as before, or a delta to the first.
        if decoder.uint8() > 1 { _ = decoder.varint() }
    }
}
