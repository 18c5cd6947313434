@testable import TSDB

/// WAL records as Prometheus' `record.Encoder` writes them, byte by byte, for tests.
struct RecordBytes {
    var bytes: [UInt8]

    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func be64(_ value: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func be64(_ value: Int64) { be64(UInt64(bitPattern: value)) }

    mutating func uvarint(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    mutating func varint(_ value: Int64) { uvarint(UInt64(bitPattern: value << 1) ^ UInt64(bitPattern: value >> 63)) }

    mutating func string(_ value: String) {
        uvarint(UInt64(value.utf8.count))
        bytes += Array(value.utf8)
    }

    mutating func labels(_ labels: [(String, String)]) {
        uvarint(UInt64(labels.count))
        for (name, value) in labels {
            string(name)
            string(value)
        }
    }
}

extension RecordBytes {
    struct Sample {
        var reference: UInt64
        var time: Int64
        var value = 1.0
        /// For V2 records.
        var start: Int64 = 0
    }

    struct Histogram {
        var schema: Int64 = 0
        var sum = 1.5
        var hint: UInt8 = 0
    }

    typealias Labels = [(String, String)]

    static func series(_ series: [(UInt64, Labels)]) -> [UInt8] {
        var record = RecordBytes([1])
        for (reference, labels) in series {
            record.be64(reference)
            record.labels(labels)
        }
        return record.bytes
    }

    static func samples(_ samples: [Sample]) -> [UInt8] { v1(2, samples) { $0.be64($1.value.bitPattern) } }

    static func samplesV2(_ samples: [Sample]) -> [UInt8] { v2(11, samples) { $0.be64($1.value.bitPattern) } }

    static func histograms(_ type: UInt8, _ samples: [Sample], _ histogram: Histogram = Histogram()) -> [UInt8] {
        v1(type, samples) { record, _ in record.histogram(histogram, isFloat: type == 8 || type == 10) }
    }

    static func histogramsV2(_ type: UInt8, _ samples: [Sample], _ histogram: Histogram = Histogram()) -> [UInt8] {
        v2(type, samples) { record, _ in record.histogram(histogram, isFloat: type == 13) }
    }

    static func tombstones(_ stones: [(UInt64, Int64, Int64)]) -> [UInt8] {
        var record = RecordBytes([3])
        for (reference, first, last) in stones {
            record.be64(reference)
            record.varint(first)
            record.varint(last)
        }
        return record.bytes
    }

    static func exemplars(_ samples: [Sample]) -> [UInt8] {
        v1(4, samples) { record, sample in
            record.be64(sample.value.bitPattern)
            record.labels([("trace_id", "abc"), ("span_id", "")])
        }
    }

    static func mmapMarkers(_ markers: [(UInt64, UInt64)]) -> [UInt8] {
        var record = RecordBytes([5])
        for (reference, chunk) in markers {
            record.be64(reference)
            record.be64(chunk)
        }
        return record.bytes
    }

    static func metadata(_ entries: [(UInt64, UInt8, [(String, String)])]) -> [UInt8] {
        var record = RecordBytes([6])
        for (reference, type, fields) in entries {
            record.uvarint(reference)
            record.byte(type)
            record.labels(fields)
        }
        return record.bytes
    }

    /// A series of a chunk snapshot, with an open chunk or without.
    static func snapshotSeries(_ reference: UInt64, _ labels: Labels, chunk: (Int64, Int64)?) -> [UInt8] {
        var record = RecordBytes([1])
        record.be64(reference)
        record.labels(labels)
        record.be64(Int64(0))
        record.uvarint(chunk == nil ? 0 : 1)
        guard let chunk else { return record.bytes }
        record.be64(chunk.0)
        record.be64(chunk.1)
        record.byte(1)
        record.string("chunk")
        for _ in 0..<8 { record.be64(Int64(0)) }
        return record.bytes
    }

    // MARK: - Shapes

    private static func v1(
        _ type: UInt8, _ samples: [Sample], _ body: (inout RecordBytes, Sample) -> Void
    ) -> [UInt8] {
        var record = RecordBytes([type])
        guard let first = samples.first else { return record.bytes }
        record.be64(first.reference)
        record.be64(first.time)
        for sample in samples {
            record.varint(Int64(bitPattern: sample.reference &- first.reference))
            record.varint(sample.time &- first.time)
            body(&record, sample)
        }
        return record.bytes
    }

    private static func v2(
        _ type: UInt8, _ samples: [Sample], _ body: (inout RecordBytes, Sample) -> Void
    ) -> [UInt8] {
        var record = RecordBytes([type])
        guard let first = samples.first else { return record.bytes }
        record.varint(Int64(bitPattern: first.reference))
        record.varint(first.time)
        record.varint(first.start)
        body(&record, first)
        var before = first
        for sample in samples.dropFirst() {
            record.varint(Int64(bitPattern: sample.reference &- before.reference))
            record.varint(sample.time &- first.time)
            switch sample.start {
            case 0: record.byte(0)
            case before.start: record.byte(1)
            default:
                record.byte(2)
                record.varint(sample.start &- first.start)
            }
            body(&record, sample)
            before = sample
        }
        return record.bytes
    }

    private mutating func histogram(_ histogram: Histogram, isFloat: Bool) {
        byte(histogram.hint)
        varint(histogram.schema)
        be64((0.001).bitPattern)
        for count: UInt64 in [3, 300] { if isFloat { be64(Double(count).bitPattern) } else { uvarint(count) } }
        be64(histogram.sum.bitPattern)
        for spans in [[(0, 2), (-200, 1)], [(5, 1)]] as [[(Int64, UInt64)]] {
            uvarint(UInt64(spans.count))
            for (offset, length) in spans {
                varint(offset)
                uvarint(length)
            }
        }
        for buckets in [[1, -300, 7], [4]] as [[Int64]] {
            uvarint(UInt64(buckets.count))
            for bucket in buckets { if isFloat { be64(Double(bucket).bitPattern) } else { varint(bucket) } }
        }
        guard histogram.schema == -53 else { return }
        uvarint(2)
        be64((0.5).bitPattern)
        be64((1.0).bitPattern)
    }
}
