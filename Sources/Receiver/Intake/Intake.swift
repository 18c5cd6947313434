import RemoteWrite
import TSDB

/// Takes requests in: what a sender is answered, and what counts of it.
///
/// A series' samples count once however often they are sent: what is not newer than the newest adds nothing. That is
/// what makes a retry harmless, so the answer to it is that of the first time.
struct Intake: Sendable {
    let stream: StreamSeries
    let tail: StreamTail
    let check: LabelCheck
    /// Bytes of a decompressed request.
    let decodedLimit: Int
    /// Milliseconds after which a series may be forgotten when memory is short.
    let window: Int64
    /// Asked for what a request is decompressed and decoded into.
    let budget: MemoryBudget

    /// Memory that one request after the other uses: of one thread at a time, which the pool of them sees to.
    final class Workspace: @unchecked Sendable {
        fileprivate var buffer: RequestBuffer
        fileprivate var request: WriteRequest
        /// What stays allocated between requests.
        fileprivate static let keptBytes = 8 << 20

        init(_ budget: MemoryBudget) {
            buffer = RequestBuffer(budget)
            request = WriteRequest(budget)
        }
    }

    /// Decodes and counts one request whose headers were accepted; nil when there is no memory for it now.
    func take(_ body: RawSpan, _ version: MessageVersion, _ workspace: Workspace) -> WriteAnswer? {
        defer { workspace.buffer.shrink(to: Workspace.keptBytes) }
        do {
            try SnappyBlock.decompress(body, into: &workspace.buffer, limit: decodedLimit)
        } catch .noMemory { return nil } catch {
            return WriteAnswer(version, refusing: Refusal(400, error.description))
        }
        do {
            try workspace.request.decode(workspace.buffer, version)
        } catch .noMemory { return nil } catch {
            return WriteAnswer(version, refusing: Refusal(400, error.description))
        }
        return stream.withTable { table in count(workspace.request, workspace.buffer, &table) }
    }

    private func count(
        _ request: borrowing WriteRequest, _ buffer: borrowing RequestBuffer, _ table: inout StreamTable
    ) -> WriteAnswer {
        let bytes = buffer.bytes
        var answer = WriteAnswer(request.version)
        if let fault = request.voidingFault(check, in: bytes) {
            return WriteAnswer(request.version, refusing: Refusal(400, fault.description))
        }
        var faults = request.histogramFaults[...]
        var before = WriteRequest.Series()
        let series = request.series.span
        let labels = request.labels.span
        let samples = request.samples.span
        let histograms = request.histograms.span
        for index in series.indices {
            let entry = series[index]
            let own = labels.extracting(Int(before.labelsEnd)..<Int(entry.labelsEnd))
            let floats = samples.extracting(Int(before.samplesEnd)..<Int(entry.samplesEnd))
            let natives = histograms.extracting(Int(before.histogramsEnd)..<Int(entry.histogramsEnd))
            before = entry
            let invalid = faults.prefix { $0.series == index }
            faults = faults.dropFirst(invalid.count)
            var row = entry.fault == .none ? table.findNext(own, in: bytes) : nil
            var hash: UInt64 = 0
            if row == nil {
                hash = table.hash(own, in: bytes)
                if entry.fault == .none { row = table.find(own, in: bytes, hash: hash) }
            }
            if row == nil {
                if let fault = SeriesFault(entry, own, in: bytes, check) {
                    answer.reject(
                        floats.count + natives.count + invalid.count, isOversized: fault.isOversized)
                    if request.version == .v2 {
                        answer.add(fault.message(own, request.references(of: index), request.symbols.count, in: bytes))
                    }
                    continue
                }
            }
            for (_, fault) in invalid {
                answer.add("\(fault.description) for series \(LabelNotation.text(own, in: bytes))")
            }
            answer.rejectSamples(invalid.count)
            if floats.isEmpty && natives.isEmpty {
                guard invalid.isEmpty else { continue }
                if request.version == .v2 {
                    let text = LabelNotation.text(own, in: bytes)
                    answer.reject(0)
                    answer.add("TimeSeries must contain at least one sample or histogram for series \(text)")
                }
                continue
            }
            if row == nil {
                row = add(own, in: bytes, hash: hash, &table, &answer)
                if row != nil { describe(own, entry.metadata, request, bytes, &table) }
            }
            if let row {
                table.follow(row)
                answer.counted += table.note(row, floats) + table.note(row, natives)
            } else {
                tail.note(own, in: bytes, hash: hash, samples: floats.count + natives.count)
            }
            answer.samples += floats.count
            answer.histograms += natives.count
            answer.exemplars += Int(entry.exemplars)
            if entry.badExemplars > 0 {
                answer.add(
                    "parsing exemplar for series \(LabelNotation.text(own, in: bytes)): invalid label references")
            }
        }
        for entry in request.metadata.span.indices { describe(request.metadata[entry], bytes, &table) }
        return answer
    }

    private func add(
        _ labels: Span<LabelBytes>, in bytes: RawSpan, hash: UInt64, _ table: inout StreamTable,
        _ answer: inout WriteAnswer
    ) -> UInt32? {
        let before = table.count
        do throws(StreamTable.AddFault) {
            let row = try table.add(labels, in: bytes, hash: hash)
            answer.newSeries += table.count - before
            return row
        } catch {
            let now = LiveStream.now()
            let hasRoom = table.makeRoom(forgettingBefore: now - window, at: now) { tail.noteForgotten($0) }
            // It seeks no more than once a minute, so this ends.
            return hasRoom ? add(labels, in: bytes, hash: hash, &table, &answer) : nil
        }
    }

    // MARK: - Metadata

    /// Version 2 has metadata beside each series; it is read when the series is new.
    private func describe(
        _ labels: Span<LabelBytes>, _ metadata: WriteRequest.SeriesMetadata, _ request: borrowing WriteRequest,
        _ bytes: RawSpan, _ table: inout StreamTable
    ) {
        guard metadata.type > 0 || metadata.help > 0 || metadata.unit > 0 else { return }
        func text(_ reference: UInt32) -> String {
            guard Int(reference) < request.symbols.count else { return "" }
            return LabelNotation.string(request.symbols[Int(reference)], in: bytes)
        }
        for index in labels.indices where LabelNotation.string(labels[index].name, in: bytes) == "__name__" {
            table.describe(
                LabelNotation.string(labels[index].value, in: bytes),
                MetricMetadata(number: metadata.type, unit: text(metadata.unit), help: text(metadata.help)))
        }
    }

    /// Version 1 sends metadata by family: it is said of each metric that the family's series can have.
    private func describe(_ metadata: WriteRequest.Metadata, _ bytes: RawSpan, _ table: inout StreamTable) {
        func text(_ range: ByteRange) -> String { LabelNotation.string(range, in: bytes) }
        let description = MetricMetadata(
            number: metadata.type, unit: text(metadata.unit), help: text(metadata.help))
        let family = text(metadata.family)
        for suffix in [""] + description.type.suffixes { table.describe(family + suffix, description) }
    }
}

extension MetricMetadata.Kind {
    /// What the names of a family's metrics may end in.
    fileprivate var suffixes: [String] {
        switch self {
        case .histogram, .gaugehistogram: ["_bucket", "_sum", "_count"]
        case .summary: ["_sum", "_count"]
        case .counter: ["_total"]
        case .info: ["_info"]
        default: []
        }
    }
}
