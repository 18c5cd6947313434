package import TSDB

/// A recording as a SOURCE: the series of its requests, each with its first and last sample.
package enum RecordingSource {
    package static let format = SourceFormat(
        name: "a file of recorded remote-write requests", recognizes: Recording.isRecording
    ) { path, options throws(Diagnostic) in
        var reading = RecordingReading(
            path, try Recording(path), try SeriesCollector(.recording, path: path, options))
        try reading.read()
        return OpenedSource(parts: [try reading.finish()])
    }
}

/// Requests on their way from a recording into a part.
private struct RecordingReading: ~Copyable {
    private let path: String
    private let recording: Recording
    private var collector: SeriesCollector
    private let check = LabelCheck(LabelLimits())
    private var buffer = RequestBuffer()
    private var request = WriteRequest()
    private var unreadable = 0
    private var firstFault = ""
    private var leftOut = LeftOutSeries()
    private var invalidHistograms = 0
    private var firstHistogramFault = ""
    private var diagnostics: [Diagnostic] = []

    init(_ path: String, _ recording: Recording, _ collector: consuming SeriesCollector) {
        self.path = path
        self.recording = recording
        self.collector = collector
    }

    mutating func read() throws(Diagnostic) {
        do throws(Diagnostic) {
            while let recorded = try recording.next() { try add(recorded) }
        } catch {
            if error.isRefusal { throw error }
            diagnostics.append(error)
        }
        if let damage = recording.damage { diagnostics.append(damage) }
        if let offset = recording.tornAt {
            diagnostics.append(
                Diagnostic(.warning, file: path, offset: offset, "the last request is torn: it was being written"))
        }
        if unreadable > 0 {
            diagnostics.append(
                Diagnostic(
                    .warning, file: path,
                    "\(unreadable) requests were refused, as their senders were told; the first: \(firstFault)"))
        }
        if invalidHistograms > 0 {
            diagnostics.append(
                Diagnostic(
                    .warning, file: path,
                    "\(invalidHistograms) native histograms are invalid and were left out, as their senders were told; the "
                        + "first: \(firstHistogramFault)"))
        }
        for sentence in leftOut.sentences(LabelLimits()) {
            diagnostics.append(Diagnostic(.warning, file: path, sentence))
        }
    }

    consuming func finish() throws(Diagnostic) -> CollectedSeries { try collector.finish(diagnostics: diagnostics) }

    private mutating func add(_ recorded: RecordedRequest) throws(Diagnostic) {
        do throws(Refusal) { try decode(recorded) } catch {
            unreadable += 1
            if unreadable == 1 { firstFault = error.message }
            return
        }
        if let (_, fault) = request.histogramFaults.first {
            if invalidHistograms == 0 { firstHistogramFault = fault.description }
            invalidHistograms += request.histogramFaults.count
        }
        try Self.add(request, buffer, check, to: &collector, &leftOut)
    }

    /// Adds the series of a request, and counts those that are left out.
    private static func add(
        _ request: borrowing WriteRequest, _ buffer: borrowing RequestBuffer, _ check: LabelCheck,
        to collector: inout SeriesCollector, _ leftOut: inout LeftOutSeries
    ) throws(Diagnostic) {
        let bytes = buffer.bytes
        var before = WriteRequest.Series()
        for index in request.series.indices {
            let entry = request.series[index]
            let labels = request.labels.span.extracting(Int(before.labelsEnd)..<Int(entry.labelsEnd))
            let floats = Int(before.samplesEnd)..<Int(entry.samplesEnd)
            let natives = Int(before.histogramsEnd)..<Int(entry.histogramsEnd)
            before = entry
            let fault = entry.fault == .none ? check.fault(labels, in: bytes) : nil
            guard entry.fault == .none, fault == nil else {
                leftOut.note(fault)
                continue
            }
            if floats.isEmpty && natives.isEmpty { continue }
            collector.beginLabels()
            for label in labels.indices {
                try collector.addLabel(
                    name: bytes.extracting(labels[label].name.range),
                    value: bytes.extracting(labels[label].value.range))
            }
            guard case .row(let row, _) = try collector.endLabels() else { continue }
            for sample in floats { collector.note(row, at: request.samples[sample].time) }
            for sample in natives { collector.note(row, at: request.histograms[sample].time) }
        }
    }

    private mutating func decode(_ recorded: RecordedRequest) throws(Refusal) {
        let version = try MessageVersion(
            contentType: recorded.header("content-type"), contentEncoding: recorded.header("content-encoding"))
        do throws(SnappyBlock.Fault) {
            try SnappyBlock.decompress(recorded.body.span.bytes, into: &buffer)
        } catch { throw Refusal(400, error.description) }
        do throws(WireFault) { try request.decode(buffer, version) } catch { throw Refusal(400, error.description) }
        if let fault = request.voidingFault(check, in: buffer.bytes) { throw Refusal(400, fault.description) }
    }
}
