@testable import RemoteWrite
@testable import TSDB

/// Remote-write requests written byte by byte, for tests.
enum WriteBodies {
    typealias Labels = [(String, String)]

    struct Series {
        var labels: Labels
        var times: [Int64]

        init(_ labels: Labels, _ times: Int64...) {
            self.labels = labels
            self.times = times
        }
    }

    static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(content.count) + content
    }

    static func varint(_ value: Int) -> [UInt8] {
        var value = UInt64(bitPattern: Int64(value))
        var bytes: [UInt8] = []
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        return bytes + [UInt8(value)]
    }

    /// Version 1, decompressed.
    static func v1(_ series: [Series]) -> [UInt8] {
        series.flatMap { one -> [UInt8] in
            let labels = one.labels.flatMap { field(1, field(1, Array($0.0.utf8)) + field(2, Array($0.1.utf8))) }
            let samples = one.times.flatMap { field(2, [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x10] + varint(Int($0))) }
            return field(1, labels + samples)
        }
    }

    /// Version 2, decompressed.
    static func v2(_ series: [Series]) -> [UInt8] {
        var symbols = [""]
        func reference(_ text: String) -> Int {
            if let known = symbols.firstIndex(of: text) { return known }
            symbols.append(text)
            return symbols.count - 1
        }
        let body = series.flatMap { one -> [UInt8] in
            let references = one.labels.flatMap { varint(reference($0.0)) + varint(reference($0.1)) }
            let samples = one.times.flatMap { field(2, [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x10] + varint(Int($0))) }
            return field(5, field(1, references) + samples)
        }
        return symbols.flatMap { field(4, Array($0.utf8)) } + body
    }

    /// A block of snappy, of literals only.
    static func snappy(_ content: [UInt8]) -> [UInt8] {
        var block = varint(content.count)
        var rest = content[...]
        while !rest.isEmpty {
            let part = rest.prefix(0x10000)
            rest = rest.dropFirst(part.count)
            block += [61 << 2, UInt8((part.count - 1) & 0xff), UInt8((part.count - 1) >> 8)] + part
        }
        return block
    }

    static let headers = ["Content-Type": "application/x-protobuf", "Content-Encoding": "snappy"]
    static let headersV2 = [
        "Content-Type": "application/x-protobuf;proto=io.prometheus.write.v2.Request", "Content-Encoding": "snappy",
    ]
}
