import Testing

@testable import RemoteWrite
@testable import TSDB

/// Native histograms are judged as Prometheus judges them.
///
/// Histograms and texts follow `TestHistogramValidation` of model/histogram/histogram_test.go in prometheus/prometheus.
@Suite struct HistogramTests {
    /// A histogram as fields of the message; deltas, counts and bounds packed, as senders write them.
    private struct Message {
        var schema = 0
        var sum = 0.0
        var count: Int? = 0
        var floatCount: Double?
        var zeroCount: Int?
        var floatZeroCount: Double?
        var zeroThreshold = 0.0
        var positiveSpans: [(Int, Int)] = []
        var negativeSpans: [(Int, Int)] = []
        var positiveDeltas: [Int] = []
        var negativeDeltas: [Int] = []
        var positiveCounts: [Double] = []
        var negativeCounts: [Double] = []
        var bounds: [Double] = []
        var isPacked = true

        var bytes: [UInt8] {
            var bytes: [UInt8] = []
            func key(_ field: Int, _ type: Int) -> [UInt8] { Message.varint(UInt64(field << 3 | type)) }
            func double(_ value: Double) -> [UInt8] { withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
            func list<Element>(_ field: Int, _ type: Int, _ values: [Element], _ write: (Element) -> [UInt8]) -> [UInt8]
            {
                if values.isEmpty { return [] }
                if !isPacked { return values.flatMap { key(field, type) + write($0) } }
                let content = values.flatMap(write)
                return key(field, 2) + Message.varint(UInt64(content.count)) + content
            }
            func spans(_ field: Int, _ spans: [(Int, Int)]) -> [UInt8] {
                spans.flatMap { offset, length in
                    let content = key(1, 0) + Message.zigzag(offset) + key(2, 0) + Message.varint(UInt64(length))
                    return key(field, 2) + Message.varint(UInt64(content.count)) + content
                }
            }
            if let count { bytes += key(1, 0) + Message.varint(UInt64(count)) }
            if let floatCount { bytes += key(2, 1) + double(floatCount) }
            bytes += key(3, 1) + double(sum) + key(4, 0) + Message.zigzag(schema) + key(5, 1) + double(zeroThreshold)
            if let zeroCount { bytes += key(6, 0) + Message.varint(UInt64(zeroCount)) }
            if let floatZeroCount { bytes += key(7, 1) + double(floatZeroCount) }
            bytes += spans(8, negativeSpans) + list(9, 0, negativeDeltas, Message.zigzag)
            bytes += list(10, 1, negativeCounts, double)
            bytes += spans(11, positiveSpans) + list(12, 0, positiveDeltas, Message.zigzag)
            bytes += list(13, 1, positiveCounts, double) + list(16, 1, bounds, double)
            return bytes + key(15, 0) + [7]
        }

        static func zigzag(_ value: Int) -> [UInt8] { varint(UInt64(bitPattern: Int64(value << 1 ^ value >> 63))) }

        static func varint(_ value: UInt64) -> [UInt8] {
            var value = value
            var bytes: [UInt8] = []
            while value >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
                value >>= 7
            }
            return bytes + [UInt8(value)]
        }
    }

    /// What is said of a histogram, by both versions and however its lists are written; nil when it is sound.
    private func fault(_ change: (inout Message) -> Void) throws -> String? {
        var said: Set<String?> = []
        for isPacked in [true, false] {
            var message = Message()
            change(&message)
            message.isPacked = isPacked
            for (version, series, histogram) in [(MessageVersion.v1, 1, 4), (.v2, 5, 3)] {
                let inner = field(histogram, message.bytes)
                let bytes = field(series, inner)
                var buffer = RequestBuffer()
                buffer.hold(bytes.span.bytes)
                var request = WriteRequest()
                try request.decode(buffer, version)
                #expect(request.histograms.count + request.histogramFaults.count == 1)
                #expect(request.histograms.allSatisfy { $0.time == 7 })
                #expect(request.histogramFaults.allSatisfy { $0.series == 0 })
                said.insert(request.histogramFaults.first?.fault.description)
            }
        }
        #expect(said.count == 1)
        return said.first ?? nil
    }

    private func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
        Message.varint(UInt64(number << 3 | 2)) + Message.varint(UInt64(content.count)) + content
    }

    /// The histogram of Prometheus' own tests, of which each fault below is a change.
    private static func sound(_ message: inout Message) {
        message.schema = 1
        message.sum = 19.4
        message.count = 12
        message.zeroCount = 2
        message.zeroThreshold = 0.001
        message.positiveSpans = [(0, 2), (1, 2)]
        message.positiveDeltas = [1, 1, -1, 0]
        message.negativeSpans = [(0, 2), (1, 2)]
        message.negativeDeltas = [1, 1, -1, 0]
    }

    private static func custom(_ message: inout Message) {
        message.schema = -53
        message.sum = 18.4
        message.count = 5
        message.positiveSpans = [(0, 2), (1, 2)]
        message.positiveDeltas = [1, 1, -1, 0]
        message.bounds = [1, 2, 3, 4]
    }

    @Test func soundOnesAreKept() throws {
        #expect(try fault { _ in } == nil)
        #expect(try fault(Self.sound) == nil)
        #expect(try fault(Self.custom) == nil)
        #expect(
            try fault {
                Self.custom(&$0)
                $0.bounds = [-5, 1.5, 3]
                $0.positiveSpans = [(0, 4)]
            } == nil)
        // NaN was observed: it is in no bucket. Also how a series ends: without any bucket.
        for sum in [Double.nan, Double(bitPattern: StreamSample.stale)] {
            #expect(
                try fault {
                    Self.sound(&$0)
                    $0.sum = sum
                    $0.count = 20
                } == nil)
        }
        #expect(
            try fault {
                $0.count = nil
                $0.floatCount = 8.5
                $0.floatZeroCount = 1.5
                $0.positiveSpans = [(-3, 2)]
                $0.positiveCounts = [3.25, .nan]
            } == nil)
        for schema in [-4, 8, 9, 52] {
            #expect(
                try fault {
                    Self.sound(&$0)
                    $0.schema = schema
                } == nil)
        }
    }

    @Test func faultsOfSpansAndBuckets() throws {
        #expect(
            try fault {
                $0.positiveSpans = [(0, 1), (-1, 1)]
                $0.positiveDeltas = [1, 1]
            }
                == "positive side: span number 2 with offset -1: histogram has a span whose offset is negative")
        #expect(
            try fault {
                $0.negativeSpans = [(0, 1)]
                $0.negativeDeltas = []
            }
                == "negative side: spans need 1 buckets, have 0 buckets: "
                + "histogram spans specify different number of buckets than provided")
        #expect(
            try fault {
                $0.negativeSpans = [(-1, 1)]
                $0.negativeDeltas = [-1]
            }
                == "negative side: bucket number 1 has observation count of -1: "
                + "histogram has a bucket whose observation count is negative")
        #expect(
            try fault {
                $0.positiveSpans = [(-1, 2)]
                $0.positiveDeltas = [1, -3]
            }
                == "positive side: bucket number 2 has observation count of -2: "
                + "histogram has a bucket whose observation count is negative")
        // A length that no list could have.
        #expect(
            try fault { $0.positiveSpans = [(0, 0xffff_ffff), (1, 0xffff_ffff)] }
                == "positive side: spans need 8589934590 buckets, have 0 buckets: "
                + "histogram spans specify different number of buckets than provided")
    }

    @Test func faultsOfCounts() throws {
        #expect(
            try fault {
                Self.sound(&$0)
                $0.count = 13
            }
                == "12 observations found in buckets, but the Count field is 13: histogram's observation count should "
                + "equal the number of observations found in the buckets (in absence of NaN)")
        #expect(
            try fault {
                Self.sound(&$0)
                $0.count = 11
                $0.sum = .nan
            }
                == "12 observations found in buckets, but the Count field is 11: histogram's observation count should "
                + "be at least the number of observations found in the buckets")
        func float(_ change: (inout Message) -> Void) throws -> String? {
            try fault {
                $0.count = nil
                $0.floatCount = 1
                $0.positiveSpans = [(0, 1)]
                $0.positiveCounts = [1]
                change(&$0)
            }
        }
        #expect(try float { _ in } == nil)
        for (count, text) in [
            (-1, "-1"), (-1.5, "-1.5"), (-123456, "-123456"), (-1_234_567, "-1.234567e+06"),
            (-0.0001, "-0.0001"), (-0.00001, "-1e-05"), (-1e300, "-1e+300"), (-.infinity, "-Inf"),
        ] as [(Double, String)] {
            #expect(
                try float { $0.positiveCounts = [count] }
                    == "positive side: bucket number 1 has observation count of \(text): "
                    + "histogram has a bucket whose observation count is negative")
        }
        #expect(
            try float { $0.floatCount = -2 } == "observation count is  -2: histogram's observation count is negative")
        #expect(
            try float { $0.floatZeroCount = -0.5 }
                == "zero bucket has observation count of -0.5: "
                + "histogram has a bucket whose observation count is negative")
        // Which of two fields is the count is told by the last that was written.
        #expect(
            try float {
                $0.count = 1
                $0.positiveDeltas = [1, 1]
            } == nil)
    }

    @Test func faultsOfSchemasAndCustomBuckets() throws {
        for schema in [-54, -52, -9, -5, 53, 1 << 20] {
            #expect(
                try fault { $0.schema = schema }
                    == "histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, or -53 "
                    + "for custom buckets, got schema \(schema)")
        }
        #expect(
            try fault {
                Self.sound(&$0)
                $0.bounds = [1]
            } == "histogram with exponential schema must not have custom bounds")
        // Schemas beyond 8 are reduced, which has words of its own.
        #expect(
            try fault {
                $0.schema = 9
                $0.positiveSpans = [(0, 2)]
                $0.positiveDeltas = [1]
            } == "have 1 buckets but spans need more: histogram spans specify different number of buckets than provided"
        )
        func custom(_ change: (inout Message) -> Void) throws -> String? {
            try fault {
                Self.custom(&$0)
                change(&$0)
            }
        }
        #expect(try custom { $0.bounds = [1, .nan, 3] } == "custom buckets: histogram custom bounds must not be NaN")
        #expect(
            try custom { $0.bounds = [1, 2, 2, 3] }
                == "custom buckets: previous bound is 2.000000 and current is 2.000000: "
                + "histogram custom bounds must be in strictly increasing order")
        #expect(
            try custom { $0.bounds = [1, 2, 3, .infinity] }
                == "custom buckets: last +Inf bound must not be explicitly defined: "
                + "histogram custom bounds must be finite")
        #expect(
            try custom { $0.bounds = [1, 2, 3] }
                == "custom buckets: only 3 custom bounds defined which is insufficient to cover total span length of 5: "
                + "histogram custom bounds are too few")
        #expect(
            try custom { $0.positiveSpans = [(-1, 2), (1, 2)] }
                == "custom buckets: span number 1 with offset -1: histogram has a span whose offset is negative")
        #expect(try custom { $0.zeroCount = 1 } == "custom buckets: must have zero count of 0")
        #expect(try custom { $0.zeroThreshold = 0.1 } == "custom buckets: must have zero threshold of 0")
        #expect(try custom { $0.negativeSpans = [(0, 1)] } == "custom buckets: must not have negative spans")
        #expect(try custom { $0.negativeDeltas = [1] } == "custom buckets: must not have negative buckets")
    }
}
