import TSDB

/// Samples and native histograms, which both versions write alike: the later fields of version 2 are unknown to
/// version 1.
extension WriteRequest {
    private static let sampleNames = MessageNames("Sample", [1: "Value", 2: "Timestamp"])
    private static let spanNames = MessageNames("BucketSpan", [1: "Offset", 2: "Length"])
    private static let histogramNames = MessageNames(
        "Histogram",
        [
            1: "CountInt", 2: "CountFloat", 3: "Sum", 4: "Schema", 5: "ZeroThreshold", 6: "ZeroCountInt",
            7: "ZeroCountFloat", 8: "NegativeSpans", 9: "NegativeDeltas", 10: "NegativeCounts", 11: "PositiveSpans",
            12: "PositiveDeltas", 13: "PositiveCounts", 14: "ResetHint", 15: "Timestamp", 16: "CustomValues",
        ])

    @inline(__always)
    mutating func readSample(_ reader: inout ProtobufReader) {
        let outer = reader.enter()
        var sample = StreamSample(time: 0, valueBits: 0)
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.fixed64(1): sample.valueBits = reader.fixed64()
            case ProtobufReader.Key.varint(2): sample.time = reader.int64()
            // The start time of version 2.
            case ProtobufReader.Key.varint(3): _ = reader.uvarint()
            default: reader.skip(key, from: start, in: Self.sampleNames)
            }
        }
        reader.leave(to: outer)
        if !memory.append(sample, to: &samples) { reader.fail(.noMemory) }
        if samples.count > Self.maximumSamples { reader.fail(.tooMany("samples", limit: Self.maximumSamples)) }
    }

    /// A native histogram: its time and staleness are kept, and its fault when it is none.
    mutating func readHistogram(_ reader: inout ProtobufReader) {
        let outer = reader.enter()
        var time: Int64 = 0
        var check = HistogramCheck()
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.varint(1): check.count = .integer(reader.uvarint())
            case ProtobufReader.Key.fixed64(2): check.count = .float(reader.double())
            case ProtobufReader.Key.fixed64(3): check.sum = reader.fixed64()
            case ProtobufReader.Key.varint(4): check.schema = reader.sint32()
            case ProtobufReader.Key.fixed64(5): check.zeroThreshold = reader.double()
            case ProtobufReader.Key.varint(6): check.zeroCount = .integer(reader.uvarint())
            case ProtobufReader.Key.fixed64(7): check.zeroCount = .float(reader.double())
            case ProtobufReader.Key.bytes(8): readSpan(&reader, into: &check.negative)
            case ProtobufReader.Key.varint(9): check.negative.addDelta(reader.sint64())
            case ProtobufReader.Key.bytes(9): readDeltas(&reader, into: &check.negative)
            case ProtobufReader.Key.fixed64(10): check.negative.addCount(reader.double())
            case ProtobufReader.Key.bytes(10): readCounts(&reader, into: &check.negative)
            case ProtobufReader.Key.bytes(11): readSpan(&reader, into: &check.positive)
            case ProtobufReader.Key.varint(12): check.positive.addDelta(reader.sint64())
            case ProtobufReader.Key.bytes(12): readDeltas(&reader, into: &check.positive)
            case ProtobufReader.Key.fixed64(13): check.positive.addCount(reader.double())
            case ProtobufReader.Key.bytes(13): readCounts(&reader, into: &check.positive)
            case ProtobufReader.Key.varint(14): _ = reader.uvarint()
            case ProtobufReader.Key.varint(15): time = reader.int64()
            case ProtobufReader.Key.fixed64(16): check.bounds.add(reader.double())
            case ProtobufReader.Key.bytes(16):
                let outer = reader.enter()
                while reader.hasMore { check.bounds.add(reader.double()) }
                reader.leave(to: outer)
            default: reader.skip(key, from: start, in: Self.histogramNames)
            }
        }
        reader.leave(to: outer)
        let isKept =
            if let fault = check.fault {
                memory.append((series.count, fault), to: &histogramFaults)
            } else {
                memory.append(StreamSample(time: time, valueBits: check.sum), to: &histograms)
            }
        if !isKept { reader.fail(.noMemory) }
        if histograms.count + histogramFaults.count > Self.maximumSamples {
            reader.fail(.tooMany("histograms", limit: Self.maximumSamples))
        }
    }

    private func readDeltas(_ reader: inout ProtobufReader, into side: inout HistogramCheck.Side) {
        let outer = reader.enter()
        while reader.hasMore { side.addDelta(reader.sint64()) }
        reader.leave(to: outer)
    }

    private func readCounts(_ reader: inout ProtobufReader, into side: inout HistogramCheck.Side) {
        let outer = reader.enter()
        while reader.hasMore { side.addCount(reader.double()) }
        reader.leave(to: outer)
    }

    private func readSpan(_ reader: inout ProtobufReader, into side: inout HistogramCheck.Side) {
        let outer = reader.enter()
        var offset: Int32 = 0
        var length: UInt32 = 0
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.varint(1): offset = reader.sint32()
            case ProtobufReader.Key.varint(2): length = UInt32(truncatingIfNeeded: reader.uvarint())
            default: reader.skip(key, from: start, in: Self.spanNames)
            }
        }
        reader.leave(to: outer)
        side.addSpan(offset: offset, length: length)
    }
}
