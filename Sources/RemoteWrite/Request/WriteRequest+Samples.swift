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
        samples.append(sample)
        if samples.count > Self.maximumSamples { reader.fail(.tooMany("samples", limit: Self.maximumSamples)) }
    }

    mutating func readHistogram(_ reader: inout ProtobufReader) {
        let outer = reader.enter()
        var sample = StreamSample(time: 0, valueBits: 0)
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.fixed64(3): sample.valueBits = reader.fixed64()
            case ProtobufReader.Key.varint(15): sample.time = reader.int64()
            case ProtobufReader.Key.varint(1), ProtobufReader.Key.varint(4), ProtobufReader.Key.varint(6),
                ProtobufReader.Key.varint(9), ProtobufReader.Key.varint(12), ProtobufReader.Key.varint(14):
                _ = reader.uvarint()
            case ProtobufReader.Key.fixed64(2), ProtobufReader.Key.fixed64(5), ProtobufReader.Key.fixed64(7),
                ProtobufReader.Key.fixed64(10), ProtobufReader.Key.fixed64(13), ProtobufReader.Key.fixed64(16):
                _ = reader.fixed64()
            case ProtobufReader.Key.bytes(8), ProtobufReader.Key.bytes(11): readSpan(&reader)
            case ProtobufReader.Key.bytes(9), ProtobufReader.Key.bytes(12):
                let outer = reader.enter()
                while reader.hasMore { _ = reader.uvarint() }
                reader.leave(to: outer)
            case ProtobufReader.Key.bytes(10), ProtobufReader.Key.bytes(13), ProtobufReader.Key.bytes(16):
                let outer = reader.enter()
                while reader.hasMore { _ = reader.fixed64() }
                reader.leave(to: outer)
            default: reader.skip(key, from: start, in: Self.histogramNames)
            }
        }
        reader.leave(to: outer)
        histograms.append(sample)
        if histograms.count > Self.maximumSamples { reader.fail(.tooMany("histograms", limit: Self.maximumSamples)) }
    }

    private func readSpan(_ reader: inout ProtobufReader) {
        let outer = reader.enter()
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.varint(1), ProtobufReader.Key.varint(2): _ = reader.uvarint()
            default: reader.skip(key, from: start, in: Self.spanNames)
            }
        }
        reader.leave(to: outer)
    }
}
