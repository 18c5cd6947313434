import Testing

@testable import TSDB

/// Pages and fragments: how records come out of segments.
@Suite struct WALRecordReaderTests {
    private enum Event: Equatable {
        case record([UInt8])
        case passed(UInt8)
        case unreadable(Int)
        case fault(Int, torn: Bool)
    }

    private static func events(
        _ bytes: [UInt8], passing types: RecordTypes = [], limit: Int = .max
    ) throws -> [Event] {
        let directory = try TemporaryDirectory()
        try directory.write(bytes, to: "segment")
        var reader = RecordReader(budget: MemoryBudget(limit: limit))
        let error = try reader.open(directory.path + "/segment")
        #expect(error == 0)
        var events: [Event] = []
        do throws(SegmentFault) {
            while true {
                switch try reader.next(passing: types) {
                case .record: events.append(.record(Array(reader.record)))
                case .passed(let type): events.append(.passed(type.rawValue))
                case .unreadable(let offset, _): events.append(.unreadable(offset))
                case .end: return events
                }
            }
        } catch {
            if error.exceeded != nil { throw error }
            events.append(.fault(error.offset, torn: error.isTorn))
        }
        return events
    }

    /// Lengths around the edges of pages and of the reader's buffer.
    @Test(arguments: [SegmentBytes.Compression.none, .snappy, .zstd])
    func recordsOfEveryLength(compression: SegmentBytes.Compression) throws {
        let lengths = [1, 32_754, 32_761, 32_762, 7, 1, 65_522, 100_000, 32_760, 1_048_576, 3, 12]
        let records = lengths.enumerated().map { index, length in
            (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index + 1) }
        }
        let events = try Self.events(SegmentBytes(records, compression).bytes)
        #expect(events == records.map { .record($0) })
        let first = RecordTypes(arrayLiteral: RecordType(rawValue: 3), RecordType(rawValue: 9))
        let passed = try Self.events(SegmentBytes(records, compression).bytes, passing: first)
        let expected = records.map { record -> Event in
            compression != .zstd && (record[0] == 3 || record[0] == 9) ? .passed(record[0]) : .record(record)
        }
        #expect(passed == expected)
    }

    @Test func anEmptyRecordIsARecord() throws {
        #expect(try Self.events(SegmentBytes([[], [5]]).bytes) == [.record([]), .record([5])])
    }

    @Test func aCutPageIsAsGoodAsAPaddedOne() throws {
        var segment = SegmentBytes([[1, 2]])
        #expect(try Self.events(segment.bytes) == [.record([1, 2])])
        #expect(try Self.events(segment.bytes + [0, 0, 0]) == [.record([1, 2])])
        segment.pad()
        segment.append([3])
        #expect(try Self.events(segment.bytes) == [.record([1, 2]), .record([3])])
    }

    @Test func noSegmentAtAll() throws {
        #expect(try Self.events([]) == [])
        var reader = RecordReader(budget: .unlimited)
        #expect(try reader.open("/nonexistent/00000000") != 0)
        #expect(try reader.open("/dev") != 0)
    }

    @Test func faultsNameTheirOffset() throws {
        var padding = SegmentBytes([[1]]).bytes + [UInt8](repeating: 0, count: 100)
        padding[50] = 1
        #expect(try Self.events(padding) == [.record([1]), .fault(50, torn: false)])

        var kind = SegmentBytes([[1]])
        kind.fragment(5, [1])
        #expect(try Self.events(kind.bytes) == [.record([1]), .fault(8, torn: false)])

        var middle = SegmentBytes([[1]])
        middle.fragment(3, [1])
        #expect(try Self.events(middle.bytes) == [.record([1]), .fault(8, torn: false)])

        var unfinished = SegmentBytes()
        unfinished.fragment(2, [1, 2])
        unfinished.fragment(1, [1])
        #expect(try Self.events(unfinished.bytes) == [.fault(9, torn: false)])

        var length = SegmentBytes([[1]])
        length.fragment(1, [1], length: 0xffff)
        #expect(try Self.events(length.bytes) == [.record([1]), .fault(8, torn: false)])

        var end = SegmentBytes([[UInt8](repeating: 7, count: (32 << 10) - 7 - 3)])
        end.bytes += [1, 0, 1, 2, 3, 4, 5, 6, 7, 8]
        #expect(try Self.events(end.bytes).last == .fault((32 << 10) - 3, torn: false))
    }

    @Test func tornRecords() throws {
        var first = SegmentBytes([[1]])
        first.fragment(2, [1, 2])
        #expect(try Self.events(first.bytes) == [.record([1]), .fault(8, torn: true)])
        first.pad()
        #expect(try Self.events(first.bytes) == [.record([1]), .fault(8, torn: true)])
        #expect(try Self.events(SegmentBytes([[1, 2, 3]]).bytes.dropLast()) == [.fault(0, torn: true)])
        #expect(try Self.events([1, 0]) == [.fault(0, torn: true)])
    }

    /// The checksum is right and the length is not: nothing is allocated for it, and the next record is read.
    @Test func lengthsThatCannotBe() throws {
        for block in [
            SegmentBytes.snappy([1, 2, 3], declaring: 4_000_000_000), SegmentBytes.snappy([1, 2, 3], declaring: 2),
            SegmentBytes.snappy([1, 2, 3], declaring: 4), [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x80], [9],
        ] {
            var segment = SegmentBytes()
            segment.fragment(1 | 1 << 3, block)
            segment.append([7])
            #expect(try Self.events(segment.bytes, limit: 40 << 20) == [.unreadable(0), .record([7])])
        }
        for frame in [
            SegmentBytes.zstd([1, 2, 3], declaring: 0x7fff_ffff), SegmentBytes.zstd([1, 2, 3], declaring: 2),
            SegmentBytes.zstd([1, 2, 3], declaring: 4), [0x28, 0xb5], [1, 2, 3, 4, 5, 6, 7, 8, 9],
        ] {
            var segment = SegmentBytes()
            segment.fragment(1 | 1 << 4, frame)
            segment.append([7])
            #expect(try Self.events(segment.bytes, limit: 40 << 20) == [.unreadable(0), .record([7])])
        }
    }

    @Test func zstdFramesWithoutASize() throws {
        let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        let frame = SegmentBytes.zstd(content, hidesSize: true)
        var segment = SegmentBytes()
        for (index, start) in stride(from: 0, to: frame.count, by: 20_000).enumerated() {
            let part = Array(frame[start..<min(start + 20_000, frame.count)])
            let isLast = start + 20_000 >= frame.count
            segment.fragment((isLast ? 4 : index == 0 ? 2 : 3) | 1 << 4, part)
            if !isLast { segment.pad() }
        }
        #expect(try Self.events(segment.bytes) == [.record(content)])
    }

    @Test func refusesWhatTheBudgetDoesNotAllow() throws {
        let record = [UInt8](repeating: 1, count: 8 << 20)
        let limit = MemoryBudget.overhead + 4 << 20
        #expect(throws: SegmentFault.self) { try Self.events(SegmentBytes([record], .snappy).bytes, limit: limit) }
        #expect(throws: SegmentFault.self) { try Self.events(SegmentBytes([record]).bytes, limit: limit) }
    }
}
