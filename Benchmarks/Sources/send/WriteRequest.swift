import ClusterModel
import TSDBFiles

/// Remote-write requests of version 1.0 as Prometheus sends them: one sample a series, all labels with each.
struct WriteRequest {
    private(set) var buffer = ByteBuffer()
    private(set) var samples = 0

    var isEmpty: Bool { samples == 0 }

    mutating func removeAll() {
        buffer.removeAll()
        samples = 0
    }

    /// `labels` are the fields of a `TimeSeries` that hold its labels.
    mutating func add(labels: ArraySlice<UInt8>, time: Int64, value: Double) {
        let timestamp = UInt64(bitPattern: time)
        let sample = 1 + 8 + 1 + WriteRequest.size(of: timestamp)
        let series = labels.count + 1 + WriteRequest.size(of: UInt64(sample)) + sample
        buffer.append(byte: 0x0a)
        buffer.append(varint: series)
        buffer.append(labels)
        buffer.append(byte: 0x12)
        buffer.append(varint: sample)
        buffer.append(byte: 0x09)
        buffer.append(bigEndian: value.bitPattern.byteSwapped)
        buffer.append(byte: 0x10)
        buffer.append(varint: timestamp)
        samples += 1
    }

    /// The fields of a `TimeSeries` for these labels.
    static func labels(_ symbols: ArraySlice<SymbolID>, _ strings: [String]) -> [UInt8] {
        var buffer = ByteBuffer()
        var index = symbols.startIndex
        while index < symbols.endIndex {
            let name = strings[Int(symbols[index])]
            let value = strings[Int(symbols[index + 1])]
            let label =
                1 + size(of: UInt64(name.utf8.count)) + name.utf8.count + 1 + size(of: UInt64(value.utf8.count))
                + value.utf8.count
            buffer.append(byte: 0x0a)
            buffer.append(varint: label)
            buffer.append(byte: 0x0a)
            buffer.append(string: name)
            buffer.append(byte: 0x12)
            buffer.append(string: value)
            index += 2
        }
        return buffer.bytes
    }

    private static func size(of value: UInt64) -> Int {
        var size = 1
        while size < 10, value >> UInt64(7 * size) > 0 { size += 1 }
        return size
    }
}
