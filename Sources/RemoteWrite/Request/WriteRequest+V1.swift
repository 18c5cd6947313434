import TSDB

/// Version 1: `prometheus.WriteRequest` of prompb/remote.proto and types.proto in prometheus/prometheus.
extension WriteRequest {
    private static let requestNames = MessageNames("WriteRequest", [1: "Timeseries", 3: "Metadata"])
    private static let seriesNames = MessageNames(
        "TimeSeries", [1: "Labels", 2: "Samples", 3: "Exemplars", 4: "Histograms"])
    private static let labelNames = MessageNames("Label", [1: "Name", 2: "Value"])
    private static let exemplarNames = MessageNames("Exemplar", [1: "Labels", 2: "Value", 3: "Timestamp"])
    private static let metadataNames = MessageNames(
        "MetricMetadata", [1: "Type", 2: "MetricFamilyName", 4: "Help", 5: "Unit"])

    mutating func readV1(_ reader: inout ProtobufReader) {
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.bytes(1): readSeries(&reader)
            case ProtobufReader.Key.bytes(3): readMetadata(&reader)
            default: reader.skip(key, from: start, in: Self.requestNames)
            }
        }
    }

    @inline(__always)
    private mutating func readSeries(_ reader: inout ProtobufReader) {
        let outer = reader.enter()
        var entry = Series()
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.bytes(1):
                if !memory.append(readLabel(&reader), to: &labels) { reader.fail(.noMemory) }
                if labels.count > Self.maximumLabels { reader.fail(.tooMany("labels", limit: Self.maximumLabels)) }
            case ProtobufReader.Key.bytes(2): readSample(&reader)
            case ProtobufReader.Key.bytes(3):
                readExemplar(&reader)
                entry.exemplars &+= 1
            case ProtobufReader.Key.bytes(4): readHistogram(&reader)
            default: reader.skip(key, from: start, in: Self.seriesNames)
            }
        }
        reader.leave(to: outer)
        endSeries(entry, &reader)
    }

    @inline(__always)
    private func readLabel(_ reader: inout ProtobufReader) -> LabelBytes {
        let outer = reader.enter()
        var label = LabelBytes(name: .empty, value: .empty)
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.bytes(1): label.name = ByteRange(reader.length())
            case ProtobufReader.Key.bytes(2): label.value = ByteRange(reader.length())
            default: reader.skip(key, from: start, in: Self.labelNames)
            }
        }
        reader.leave(to: outer)
        return label
    }

    private func readExemplar(_ reader: inout ProtobufReader) {
        let outer = reader.enter()
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.bytes(1): _ = readLabel(&reader)
            case ProtobufReader.Key.fixed64(2): _ = reader.fixed64()
            case ProtobufReader.Key.varint(3): _ = reader.uvarint()
            default: reader.skip(key, from: start, in: Self.exemplarNames)
            }
        }
        reader.leave(to: outer)
    }

    private mutating func readMetadata(_ reader: inout ProtobufReader) {
        let outer = reader.enter()
        var entry = Metadata()
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.varint(1): entry.type = UInt8(clamping: reader.uvarint())
            case ProtobufReader.Key.bytes(2): entry.family = ByteRange(reader.length())
            case ProtobufReader.Key.bytes(4): entry.help = ByteRange(reader.length())
            case ProtobufReader.Key.bytes(5): entry.unit = ByteRange(reader.length())
            default: reader.skip(key, from: start, in: Self.metadataNames)
            }
        }
        reader.leave(to: outer)
        if !memory.append(entry, to: &metadata) { reader.fail(.noMemory) }
        if metadata.count > Self.maximumSeries {
            reader.fail(.tooMany("metadata entries", limit: Self.maximumSeries))
        }
    }
}
