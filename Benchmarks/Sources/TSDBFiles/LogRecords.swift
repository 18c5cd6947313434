/// A record that names series: their references and labels (`record.Encoder.Series`).
package struct SeriesRecord {
    private static let type: UInt8 = 1

    package private(set) var buffer = ByteBuffer()
    package private(set) var isEmpty = true

    package init() { buffer.append(byte: SeriesRecord.type) }

    /// `labels` has symbols of names and values in turn, in the order of names.
    package mutating func add(reference: UInt64, labels: ArraySlice<UInt32>, symbols: [String]) {
        isEmpty = false
        buffer.append(bigEndian: reference)
        buffer.append(varint: labels.count / 2)
        for symbol in labels { buffer.append(string: symbols[Int(symbol)]) }
    }
}

/// A record with a sample for each of several series, relative to the first one (`record.Encoder.samplesV1`).
package struct SamplesRecord {
    private static let type: UInt8 = 2

    package private(set) var buffer = ByteBuffer()
    private var first: (reference: UInt64, time: Int64)?

    package var isEmpty: Bool { first == nil }

    package init() { buffer.append(byte: SamplesRecord.type) }

    package mutating func add(reference: UInt64, time: Int64, value: Double) {
        let base = first ?? (reference, time)
        if first == nil {
            first = base
            buffer.append(bigEndian: reference)
            buffer.append(bigEndian: time)
        }
        buffer.append(signedVarint: Int64(reference) - Int64(base.reference))
        buffer.append(signedVarint: time - base.time)
        buffer.append(bigEndian: value.bitPattern)
    }
}
