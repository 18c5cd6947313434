import TSDB

/// Version 2: `io.prometheus.write.v2.Request` of io/prometheus/write/v2/types.proto, release candidate 4.
///
/// Strings stand once in a table of symbols, to which labels refer by number. The table may come behind the series
/// that use it, so references are looked up when all is read.
extension WriteRequest {
    private static let requestNames = MessageNames("Request", [4: "Symbols", 5: "Timeseries"])
    private static let seriesNames = MessageNames(
        "TimeSeries", [1: "LabelsRefs", 2: "Samples", 3: "Histograms", 4: "Exemplars", 5: "Metadata"])
    private static let exemplarNames = MessageNames("Exemplar", [1: "LabelsRefs", 2: "Value", 3: "Timestamp"])
    private static let metadataNames = MessageNames("Metadata", [1: "Type", 3: "HelpRef", 4: "UnitRef"])

    mutating func readV2(_ reader: inout ProtobufReader) {
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.bytes(4):
                if !memory.append(ByteRange(reader.length()), to: &symbols) { reader.fail(.noMemory) }
                if symbols.count > Self.maximumLabels {
                    reader.fail(.tooMany("symbols", limit: Self.maximumLabels))
                }
            case ProtobufReader.Key.bytes(5): readSeriesV2(&reader)
            default: reader.skip(key, from: start, in: Self.requestNames)
            }
        }
    }

    @inline(__always)
    private mutating func readSeriesV2(_ reader: inout ProtobufReader) {
        let outer = reader.enter()
        var entry = Series()
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.bytes(1): Self.readReferences(&reader, into: &references, &memory)
            case ProtobufReader.Key.varint(1): Self.add(reader.uvarint(), to: &references, &memory, &reader)
            case ProtobufReader.Key.bytes(2): readSample(&reader)
            case ProtobufReader.Key.bytes(3): readHistogram(&reader)
            case ProtobufReader.Key.bytes(4): readExemplarV2(&reader)
            case ProtobufReader.Key.bytes(5): entry.metadata = readMetadataV2(&reader)
            default: reader.skip(key, from: start, in: Self.seriesNames)
            }
        }
        reader.leave(to: outer)
        endSeries(entry, &reader)
    }

    @inline(__always)
    private static func readReferences(
        _ reader: inout ProtobufReader, into references: inout [UInt32], _ memory: inout RequestMemory
    ) {
        let outer = reader.enter()
        while reader.hasMore { add(reader.uvarint(), to: &references, &memory, &reader) }
        reader.leave(to: outer)
    }

    @inline(__always)
    private static func add(
        _ reference: UInt64, to references: inout [UInt32], _ memory: inout RequestMemory,
        _ reader: inout ProtobufReader
    ) {
        if !memory.append(UInt32(truncatingIfNeeded: reference), to: &references) { reader.fail(.noMemory) }
        if references.count > maximumLabels * 2 { reader.fail(.tooMany("labels", limit: maximumLabels)) }
    }

    private mutating func readExemplarV2(_ reader: inout ProtobufReader) {
        let outer = reader.enter()
        let before = exemplarReferences.count
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.bytes(1): Self.readReferences(&reader, into: &exemplarReferences, &memory)
            case ProtobufReader.Key.varint(1): Self.add(reader.uvarint(), to: &exemplarReferences, &memory, &reader)
            case ProtobufReader.Key.fixed64(2): _ = reader.fixed64()
            case ProtobufReader.Key.varint(3): _ = reader.uvarint()
            default: reader.skip(key, from: start, in: Self.exemplarNames)
            }
        }
        reader.leave(to: outer)
        if !memory.append((series.count, before..<exemplarReferences.count), to: &exemplars) { reader.fail(.noMemory) }
        if exemplars.count > Self.maximumSeries || exemplarReferences.count > Self.maximumLabels {
            reader.fail(.tooMany("exemplars", limit: Self.maximumSeries))
        }
    }

    private func readMetadataV2(_ reader: inout ProtobufReader) -> SeriesMetadata {
        let outer = reader.enter()
        var entry = SeriesMetadata()
        while reader.hasMore {
            let start = reader.offset
            let key = reader.key()
            switch key.tag {
            case ProtobufReader.Key.varint(1): entry.type = UInt8(clamping: reader.uvarint())
            case ProtobufReader.Key.varint(3): entry.help = UInt32(truncatingIfNeeded: reader.uvarint())
            case ProtobufReader.Key.varint(4): entry.unit = UInt32(truncatingIfNeeded: reader.uvarint())
            default: reader.skip(key, from: start, in: Self.metadataNames)
            }
        }
        reader.leave(to: outer)
        return entry
    }

    /// Turns references into labels. A series with one that leads nowhere has none; the others of the request count.
    /// False when there is no memory for them.
    mutating func resolve() -> Bool {
        guard memory.grow(&labels, to: references.count / 2) else { return false }
        let count = UInt32(truncatingIfNeeded: symbols.count)
        var start = 0
        for index in series.indices {
            let end = Int(series[index].referencesEnd)
            let fault = Self.fault(references[start..<end], count)
            series[index].fault = fault
            if fault == .none {
                for position in stride(from: start, to: end, by: 2) {
                    labels.append(
                        LabelBytes(
                            name: symbols[Int(references[position])], value: symbols[Int(references[position + 1])]))
                }
            }
            series[index].labelsEnd = UInt32(truncatingIfNeeded: labels.count)
            start = end
        }
        for exemplar in exemplars {
            if Self.fault(exemplarReferences[exemplar.references], count) == .none {
                series[exemplar.series].exemplars &+= 1
            } else {
                series[exemplar.series].badExemplars &+= 1
            }
        }
        return true
    }

    private static func fault(_ references: ArraySlice<UInt32>, _ count: UInt32) -> ReferenceFault {
        guard references.count % 2 == 0 else { return .oddCount }
        for reference in references where reference >= count { return .outsideTable }
        return .none
    }

    /// The references of a series of version 2.
    package func references(of index: Int) -> ArraySlice<UInt32> {
        let start = index == 0 ? 0 : Int(series[index - 1].referencesEnd)
        return references[start..<Int(series[index].referencesEnd)]
    }
}
