/// What is added up of a native histogram while it is read, to tell whether it is one: nothing of it is kept.
///
/// The rules and their order are those of `Validate` of model/histogram in prometheus/prometheus. One thing is
/// stricter: of schemas above 8, Prometheus adds neighbouring buckets before it looks for negative ones.
struct HistogramCheck {
    static let customSchema: Int32 = -53
    private static let exponentialSchemas: ClosedRange<Int32> = -4...8
    /// Accepted by a receiver, which reduces their resolution to 8.
    private static let reducedSchemas: ClosedRange<Int32> = 9...52

    var schema: Int32 = 0
    var sum: UInt64 = 0
    var zeroThreshold = 0.0
    /// Both are one of two in the message: the last that was written is what it holds.
    var count = Count.integer(0)
    var zeroCount = Count.integer(0)
    var positive = Side()
    var negative = Side()
    var bounds = Bounds()

    enum Count {
        case integer(UInt64)
        case float(Double)

        var integer: UInt64 { if case .integer(let count) = self { count } else { 0 } }
        var float: Double { if case .float(let count) = self { count } else { 0 } }
    }

    var fault: HistogramFault? {
        let isFloat = if case .float = count { true } else { false }
        let schemaFault =
            switch schema {
            case Self.customSchema: customFault(isFloat)
            case Self.exponentialSchemas: exponentialFault(isFloat)
            case Self.reducedSchemas:
                positive.reducedFault(isFloat) ?? negative.reducedFault(isFloat) ?? exponentialFault(isFloat)
            default: HistogramFault.invalidSchema(schema)
            }
        if let schemaFault { return schemaFault }
        if isFloat, count.float < 0 { return .negativeCount(count.float) }
        if let fault = positive.bucketFault(.positive, isFloat) { return fault }
        return isFloat ? nil : countFault
    }

    private func customFault(_ isFloat: Bool) -> HistogramFault? {
        if let fault = bounds.fault { return fault }
        if let fault = positive.customSpanFault(isFloat, bounds: bounds.count) { return fault }
        guard isFloat ? zeroCount.float == 0 : zeroCount.integer == 0 else { return .zeroCountOfCustom }
        guard zeroThreshold == 0 else { return .zeroThresholdOfCustom }
        guard negative.spans == 0 else { return .negativeSpansOfCustom }
        return negative.buckets(isFloat) == 0 ? nil : .negativeBucketsOfCustom
    }

    private func exponentialFault(_ isFloat: Bool) -> HistogramFault? {
        if let fault = positive.spanFault(.positive, isFloat) { return fault }
        if let fault = negative.spanFault(.negative, isFloat) { return fault }
        if let fault = negative.bucketFault(.negative, isFloat) { return fault }
        if isFloat, zeroCount.float < 0 { return .negativeZeroBucket(zeroCount.float) }
        return bounds.count == 0 ? nil : .boundsOfExponential
    }

    /// NaN counts as an observation that is in no bucket.
    private var countFault: HistogramFault? {
        var found = positive.observations &+ zeroCount.integer
        if schema != Self.customSchema { found = found &+ negative.observations }
        if Double(bitPattern: sum).isNaN {
            return found <= count.integer ? nil : .countTooSmall(found: found, count: count.integer)
        }
        return found == count.integer ? nil : .countMismatch(found: found, count: count.integer)
    }
}

// MARK: - Parts

extension HistogramCheck {
    /// Spans and buckets of one sign.
    struct Side {
        private(set) var spans = 0
        /// What the spans cover, without and with the gaps between them.
        private var length = 0
        private var reach = 0
        /// The first span with a negative offset, the first span of all excepted, and the length of those before it.
        private var negativeOffset: (span: Int, offset: Int32, before: Int)?
        private var firstOffset: Int32 = 0

        private var deltas = 0
        private var lastCount: Int64 = 0
        private(set) var observations: UInt64 = 0
        private var negativeBucket: (bucket: Int, count: Int64)?
        private var counts = 0
        private var negativeFloatBucket: (bucket: Int, count: Double)?

        mutating func addSpan(offset: Int32, length spanLength: UInt32) {
            spans += 1
            if spans == 1 { firstOffset = offset }
            if spans > 1, offset < 0, negativeOffset == nil { negativeOffset = (spans, offset, length) }
            length &+= Int(spanLength)
            reach &+= Int(spanLength) &+ Int(offset)
        }

        /// A count as its difference from the bucket before, as integer histograms have it.
        mutating func addDelta(_ delta: Int64) {
            deltas += 1
            lastCount = lastCount &+ delta
            if lastCount < 0, negativeBucket == nil { negativeBucket = (deltas, lastCount) }
            observations = observations &+ UInt64(bitPattern: lastCount)
        }

        mutating func addCount(_ count: Double) {
            counts += 1
            if count < 0, negativeFloatBucket == nil { negativeFloatBucket = (counts, count) }
        }

        func buckets(_ isFloat: Bool) -> Int { isFloat ? counts : deltas }

        func spanFault(_ place: HistogramFault.Place, _ isFloat: Bool) -> HistogramFault? {
            if let negativeOffset {
                return .negativeOffset(place, span: negativeOffset.span, offset: negativeOffset.offset)
            }
            let found = buckets(isFloat)
            return length == found ? nil : .bucketMismatch(place, needed: length, found: found)
        }

        /// Custom buckets begin at the first bound, so no offset is negative.
        func customSpanFault(_ isFloat: Bool, bounds: Int) -> HistogramFault? {
            if firstOffset < 0 { return .negativeOffset(.custom, span: 1, offset: firstOffset) }
            if let fault = spanFault(.custom, isFloat) { return fault }
            return bounds + 1 < reach ? .tooFewBounds(found: bounds, length: reach) : nil
        }

        func reducedFault(_ isFloat: Bool) -> HistogramFault? {
            let found = buckets(isFloat)
            if let negativeOffset, negativeOffset.before <= found {
                return .negativeOffset(.reduced, span: negativeOffset.span, offset: negativeOffset.offset)
            }
            if length > found { return .tooFewBuckets(found: found) }
            return length == found ? nil : .bucketMismatch(.reduced, needed: length, found: found)
        }

        func bucketFault(_ place: HistogramFault.Place, _ isFloat: Bool) -> HistogramFault? {
            isFloat
                ? negativeFloatBucket.map { .negativeFloatBucket(place, bucket: $0.bucket, count: $0.count) }
                : negativeBucket.map { .negativeBucket(place, bucket: $0.bucket, count: $0.count) }
        }
    }

    /// Upper bounds of custom buckets; the last bucket's is infinite and is not written.
    struct Bounds {
        private(set) var count = 0
        private var last = -Double.infinity
        private var firstFault: HistogramFault?

        mutating func add(_ bound: Double) {
            count += 1
            if firstFault == nil {
                if bound.isNaN {
                    firstFault = .boundIsNaN
                } else if count > 1, bound <= last {
                    firstFault = .boundsOutOfOrder(previous: last, current: bound)
                }
            }
            last = bound
        }

        var fault: HistogramFault? { firstFault ?? (last == .infinity ? .boundIsInfinite : nil) }
    }
}
