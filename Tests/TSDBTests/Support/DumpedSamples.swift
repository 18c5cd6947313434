import Foundation
import Testing

@testable import TSDB

/// Samples by series and time, as `promtool tsdb dump` prints them and as `SampleReading` hands them out.
struct DumpedSamples: Equatable {
    /// By series, as one string of its labels, and time; the value's bits, where every NaN is the same.
    var values: [String: [Int64: UInt64]] = [:]
    var count: Int { values.values.reduce(0) { $0 + $1.count } }

    private static func bits(_ value: Double) -> UInt64 { value.isNaN ? 1 : value.bitPattern }

    private static func key(_ labels: [(name: String, value: String)]) -> String {
        labels.map { "\($0.name)\u{1}\($0.value)" }.joined(separator: "\u{2}")
    }

    /// Runs promtool on a directory, which it needs to have a WAL.
    init(promtool directory: String) throws {
        let output = try Tool.run("promtool", "tsdb", "dump", directory)
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            let end = try #require(line.lastIndex(of: "}"))
            let fields = line[line.index(after: end)...].split(separator: " ")
            // Histograms are printed in a way of their own.
            guard fields.count == 2, let value = Double(fields[0]), let time = Int64(fields[1]) else { continue }
            values[Self.key(Self.labels(line[line.index(after: line.startIndex)..<end])), default: [:]][time] =
                Self.bits(value)
        }
    }

    init(reading sources: [String], _ request: SampleRequest = SampleRequest(budget: .unlimited)) throws {
        var reading = try SampleReading(opening: sources, request)
        try read(&reading)
    }

    init(_ reading: inout SampleReading) throws { try read(&reading) }

    private mutating func read(_ reading: inout SampleReading) throws {
        var all: [String: [Int64: UInt64]] = [:]
        try reading.forEachSeries { series in
            let key = Self.key(series.labels)
            #expect(all[key] == nil, "\(series.labels) is handed out twice")
            #expect(zip(series.samples, series.samples.dropFirst()).allSatisfy { $0.time < $1.time })
            #expect(series[label: "__name__"] ?? "" == series.metric)
            guard !series.samples.isEmpty else { return }
            all[key] = Dictionary(
                series.samples.map { ($0.time, Self.bits($0.value)) }, uniquingKeysWith: { first, _ in first })
        }
        values = all
    }

    /// `a="x", b="y"`, quoted as Go does.
    private static func labels(_ text: Substring) -> [(name: String, value: String)] {
        var labels: [(name: String, value: String)] = []
        var rest = text
        while let equals = rest.firstIndex(of: "=") {
            let name = String(rest[..<equals])
            rest = rest[rest.index(equals, offsetBy: 2)...]
            var value = ""
            while let character = rest.popFirst(), character != "\"" {
                guard character == "\\", let escaped = rest.popFirst() else {
                    value.append(character)
                    continue
                }
                value.append(escaped == "n" ? "\n" : escaped == "t" ? "\t" : escaped)
            }
            labels.append((name, value))
            rest = rest.dropFirst(2)
        }
        return labels
    }
}

/// Writes bits, the highest first.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var free = 0

    mutating func bits(_ value: UInt64, _ count: Int) {
        for index in stride(from: count - 1, through: 0, by: -1) {
            if free == 0 {
                bytes.append(0)
                free = 8
            }
            free -= 1
            bytes[bytes.count - 1] |= UInt8(value >> UInt64(index) & 1) << UInt8(free)
        }
    }

    mutating func uvarint(_ value: UInt64) {
        var record = RecordBytes()
        record.uvarint(value)
        for byte in record.bytes { bits(UInt64(byte), 8) }
    }
}

/// A chunk of encoding 1 as Prometheus' `xorAppender` writes it, without the encoding.
enum XORChunkBytes {
    static func chunk(_ samples: [Sample]) -> [UInt8] {
        var writer = BitWriter()
        writer.bits(UInt64(samples.count), 16)
        var delta: Int64 = 0
        var window: (leading: Int, trailing: Int)?
        for (index, sample) in samples.enumerated() {
            guard index > 0 else {
                var record = RecordBytes()
                record.varint(sample.time)
                for byte in record.bytes { writer.bits(UInt64(byte), 8) }
                writer.bits(sample.value.bitPattern, 64)
                continue
            }
            let before = samples[index - 1]
            let newDelta = sample.time - before.time
            if index == 1 {
                writer.uvarint(UInt64(bitPattern: newDelta))
            } else {
                deltaOfDelta(newDelta - delta, &writer)
            }
            delta = newDelta
            value(sample.value.bitPattern ^ before.value.bitPattern, &window, &writer)
        }
        return writer.bytes
    }

    private static func deltaOfDelta(_ value: Int64, _ writer: inout BitWriter) {
        func fits(_ width: Int64) -> Bool { -(1 << (width - 1) - 1) <= value && value <= 1 << (width - 1) }
        let bits = UInt64(bitPattern: value)
        switch value {
        case 0: writer.bits(0, 1)
        case _ where fits(14):
            writer.bits(0b10, 2)
            writer.bits(bits, 14)
        case _ where fits(17):
            writer.bits(0b110, 3)
            writer.bits(bits, 17)
        case _ where fits(20):
            writer.bits(0b1110, 4)
            writer.bits(bits, 20)
        default:
            writer.bits(0b1111, 4)
            writer.bits(bits, 64)
        }
    }

    private static func value(
        _ difference: UInt64, _ window: inout (leading: Int, trailing: Int)?, _ writer: inout BitWriter
    ) {
        guard difference != 0 else { return writer.bits(0, 1) }
        writer.bits(1, 1)
        let leading = min(31, difference.leadingZeroBitCount)
        let trailing = difference.trailingZeroBitCount
        if let window, leading >= window.leading, trailing >= window.trailing {
            writer.bits(0, 1)
            writer.bits(difference >> UInt64(window.trailing), 64 - window.leading - window.trailing)
            return
        }
        window = (leading, trailing)
        writer.bits(1, 1)
        writer.bits(UInt64(leading), 5)
        writer.bits(UInt64((64 - leading - trailing) & 63), 6)
        writer.bits(difference >> UInt64(trailing), 64 - leading - trailing)
    }
}
