import Testing

@testable import RemoteWrite
@testable import TSDB

/// Bytes of any kind are decoded or refused; they never do harm.
@Suite struct DecodingTests {
    /// A series of two labels, a sample, an exemplar and a histogram, as version 1 writes them.
    private static let sound: [UInt8] = {
        func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
            [number << 3 | 2, UInt8(content.count)] + content
        }
        func text(_ number: UInt8, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }
        let double: [UInt8] = [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]
        let labels = field(1, text(1, "__name__") + text(2, "up")) + field(1, text(1, "job") + text(2, "node"))
        let sample = field(2, [0x09] + double + [0x10, 0xd2, 0x09])
        let exemplar = field(3, field(1, text(1, "trace_id") + text(2, "abc")) + [0x11] + double + [0x18, 0x07])
        let spans = field(11, [0x08, 0x02, 0x10, 0x02])
        let histogram = field(
            4, [0x08, 0x03, 0x19] + double + [0x20, 0x01] + spans + field(12, [4, 1]) + [0x78, 0x05])
        let metadata = field(3, [0x08, 0x01] + text(2, "up") + text(4, "Help.") + text(5, "s"))
        return field(1, labels + sample + exemplar + histogram) + metadata
    }()

    private func decode(_ bytes: [UInt8], _ version: MessageVersion = .v1) -> (series: Int, fault: WireFault?) {
        var buffer = RequestBuffer()
        buffer.hold(bytes.span.bytes)
        var request = WriteRequest()
        do throws(WireFault) { try request.decode(buffer, version) } catch { return (0, error) }
        // Whatever was accepted lies within the request.
        for label in request.labels {
            #expect(label.name.range.upperBound <= bytes.count && label.value.range.upperBound <= bytes.count)
        }
        #expect(request.series.last.map { Int($0.labelsEnd) } ?? 0 == request.labels.count)
        #expect(request.series.last.map { Int($0.samplesEnd) } ?? 0 == request.samples.count)
        return (request.series.count, nil)
    }

    @Test func everythingIsFound() throws {
        var buffer = RequestBuffer()
        buffer.hold(Self.sound.span.bytes)
        var request = WriteRequest()
        try request.decode(buffer, .v1)
        func text(_ range: ByteRange) -> String { String(decoding: Self.sound[range.range], as: UTF8.self) }
        #expect(request.labels.map { text($0.name) } == ["__name__", "job"])
        #expect(request.labels.map { text($0.value) } == ["up", "node"])
        #expect(request.samples == [StreamSample(time: 1234, valueBits: 1.0.bitPattern)])
        #expect(request.histograms == [StreamSample(time: 5, valueBits: 1.0.bitPattern)])
        #expect(request.series.map(\.exemplars) == [1])
        #expect(request.metadata.map { text($0.help) } == ["Help."])
        #expect(request.metadata.map(\.type) == [1])
    }

    @Test func everyPrefixIsRefusedOrShorter() {
        for length in 0..<Self.sound.count {
            let result = decode(Array(Self.sound[..<length]))
            #expect(result.fault != nil || result.series <= 1)
            _ = decode(Array(Self.sound[..<length]), .v2)
        }
    }

    @Test func everyChangedByteIsHarmless() {
        for offset in Self.sound.indices {
            for change in [0x01, 0x07, 0x08, 0x40, 0x80, 0xff] as [UInt8] {
                var bytes = Self.sound
                bytes[offset] ^= change
                _ = decode(bytes)
                _ = decode(bytes, .v2)
            }
        }
    }

    @Test func faultsAreSaidAsPrometheusDoes() {
        func text(_ bytes: [UInt8], _ version: MessageVersion = .v1) -> String? {
            decode(bytes, version).fault?.description
        }
        #expect(text([0x07]) == "proto: WriteRequest: illegal tag 0 (wire type 7)")
        #expect(text([0x0c]) == "proto: WriteRequest: wiretype end group for non-group")
        #expect(text([0x08, 0x01]) == "proto: wrong wireType = 0 for field Timeseries")
        #expect(text([0x0a, 0x05, 0x0a]) == "unexpected EOF")
        #expect(text([0x57, 0x01]) == "proto: illegal wireType 7")
        #expect(text([UInt8](repeating: 0x80, count: 11)) == "proto: integer overflow")
        #expect(
            text([0x0a] + [UInt8](repeating: 0xff, count: 9) + [0x01])
                == "proto: negative length found during unmarshaling")
        #expect(text([0x28, 0x01], .v2) == "proto: wrong wireType = 0 for field Timeseries")
        // Groups are passed over, whatever is in them, unless they do not end.
        #expect(text([0x53, 0x08, 0x01, 0x5b, 0x5c, 0x54]) == nil)
        #expect(text([0x53, 0x08, 0x01]) == "unexpected EOF")
    }

    /// Sixteen million empty series in 32 MiB are more than memory should be taken for.
    @Test func countsAreBounded() {
        let empty: [UInt8] = [0x0a, 0x00]
        let bytes = [UInt8](unsafeUninitializedCapacity: 4 << 20) { bytes, count in
            for index in 0..<(2 << 20) {
                bytes[2 * index] = empty[0]
                bytes[2 * index + 1] = empty[1]
            }
            count = 4 << 20
        }
        #expect(decode(bytes).fault == .tooMany("series", limit: WriteRequest.maximumSeries))
    }

    @Test func declaredLengthsAreNotBelieved() {
        var buffer = RequestBuffer()
        func fault(_ block: [UInt8]) -> SnappyBlock.Fault? {
            do throws(SnappyBlock.Fault) {
                try SnappyBlock.decompress(block.span.bytes, into: &buffer)
                return nil
            } catch { return error }
        }
        #expect(fault([]) == .corrupt)
        #expect(fault([0xff, 0xff, 0xff, 0xff, 0x0f, 0x00]) == .tooLarge(limit: 32 << 20))
        #expect(fault([0x80, 0x80, 0x80, 0x08, 0x00]) == .corrupt)
        #expect(fault([0x03, 0x08, 1, 2, 3]) == nil)
        #expect(buffer.count == 3)
    }
}
