import Cardinality
import Glibc
import RemoteWrite
import TSDB

/// Remote-write requests: decoded into what a receiver counts, and read again from a recording.
extension FuzzHarness {
    /// `bytes` are a block of snappy when the lowest bit of `seed` is set, otherwise what such a block holds.
    func runRequest(_ version: MessageVersion, _ bytes: [UInt8], seed: UInt8) -> [AnalysisOptions] {
        let body = seed & 1 != 0 ? bytes : Self.snappy(bytes)
        receive(version, body, seed: seed)
        let path = directory + "/requests"
        unlink(path)
        let type = "application/x-protobuf;proto=\(version.rawValue)"
        let request = RecordedRequest(
            time: 1_700_000_000_000, headers: [.init(name: "content-type", value: type)], body: body)
        guard let writer = try? RecordingWriter(path, sizeLimit: 1 << 30, fileLimit: 1),
            (try? writer.append(request)) != nil
        else { return [] }
        var options = AnalysisOptions(sources: [path])
        options.formats = [RecordingSource.format]
        return [options]
    }

    /// What a receiver does with a request, within little memory, and what holds of every one that is accepted.
    private func receive(_ version: MessageVersion, _ body: [UInt8], seed: UInt8) {
        let budget = MemoryBudget(limit: MemoryBudget.overhead + 1 << 20)
        let available = budget.available
        do {
            var buffer = RequestBuffer(budget)
            var request = WriteRequest(budget)
            // The second time lists have room already.
            for _ in 0..<2 {
                guard (try? SnappyBlock.decompress(body.span.bytes, into: &buffer, limit: 1 << 20)) != nil else {
                    break
                }
                guard (try? request.decode(buffer, version)) != nil else { continue }
                Self.check(request, buffer)
                count(request, buffer, seed: seed)
            }
        }
        precondition(budget.available == available)
    }

    private static func check(_ request: borrowing WriteRequest, _ buffer: borrowing RequestBuffer) {
        var before = WriteRequest.Series()
        for series in request.series {
            precondition(series.labelsEnd >= before.labelsEnd && series.samplesEnd >= before.samplesEnd)
            precondition(series.histogramsEnd >= before.histogramsEnd && series.referencesEnd >= before.referencesEnd)
            before = series
        }
        precondition(Int(before.labelsEnd) == request.labels.count)
        precondition(Int(before.samplesEnd) == request.samples.count)
        precondition(Int(before.histogramsEnd) == request.histograms.count)
        precondition(Int(before.referencesEnd) == request.references.count)
        for label in request.labels {
            precondition(label.name.range.upperBound <= buffer.count && label.value.range.upperBound <= buffer.count)
        }
        for symbol in request.symbols { precondition(symbol.range.upperBound <= buffer.count) }
        var series = 0
        for (index, fault) in request.histogramFaults {
            precondition(index >= series && index < request.series.count && !fault.description.isEmpty)
            series = index
        }
    }

    /// Counts it twice, as retries are: the second time nothing is new.
    private func count(_ request: borrowing WriteRequest, _ buffer: borrowing RequestBuffer, seed: UInt8) {
        let budget = MemoryBudget(limit: MemoryBudget.overhead + 4 << 20)
        let labels = seed & 2 != 0 ? ["job"] : []
        guard var table = try? StreamTable(budget: budget, ownerLabels: labels) else { return }
        let check = LabelCheck(LabelLimits())
        let bytes = buffer.bytes
        _ = request.voidingFault(check, in: bytes)
        var known = 0
        for round in 0..<2 {
            var before = WriteRequest.Series()
            for entry in request.series {
                let own = request.labels.span.extracting(Int(before.labelsEnd)..<Int(entry.labelsEnd))
                let samples = request.samples.span.extracting(Int(before.samplesEnd)..<Int(entry.samplesEnd))
                before = entry
                precondition(LabelNotation.text(own, in: bytes).utf8.count < 1000)
                guard entry.fault == .none, check.fault(own, in: bytes) == nil else { continue }
                let hash = table.hash(own, in: bytes)
                guard let row = table.find(own, in: bytes, hash: hash) ?? (try? table.add(own, in: bytes, hash: hash))
                else { continue }
                let new = table.note(row, samples)
                precondition(round == 0 || new == 0)
            }
            precondition(round == 0 || table.count == known)
            known = table.count
        }
    }

    /// A block of literals alone.
    private static func snappy(_ content: [UInt8]) -> [UInt8] {
        var block: [UInt8] = []
        var length = content.count
        while length >= 0x80 {
            block.append(UInt8(truncatingIfNeeded: length) | 0x80)
            length >>= 7
        }
        block.append(UInt8(length))
        var rest = content[...]
        while !rest.isEmpty {
            let part = rest.prefix(0x10000)
            rest = rest.dropFirst(part.count)
            block += [61 << 2, UInt8((part.count - 1) & 0xff), UInt8((part.count - 1) >> 8)] + part
        }
        return block
    }
}
