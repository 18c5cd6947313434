import Glibc

/// Why a native histogram is refused, in the words of Prometheus, which senders log.
///
/// As `Validate` of model/histogram in prometheus/prometheus has it.
package enum HistogramFault: Error, Sendable, Equatable {
    /// Which buckets a fault is in.
    package enum Place: String, Sendable {
        case positive = "positive side: "
        case negative = "negative side: "
        case custom = "custom buckets: "
        /// Schemas that Prometheus reduces to 8 before it looks at the sides.
        case reduced = ""
    }

    case invalidSchema(Int32)
    case negativeOffset(Place, span: Int, offset: Int32)
    case bucketMismatch(Place, needed: Int, found: Int)
    case tooFewBuckets(found: Int)
    case negativeBucket(Place, bucket: Int, count: Int64)
    case negativeFloatBucket(Place, bucket: Int, count: Double)
    case negativeZeroBucket(Double)
    case negativeCount(Double)
    /// Observations in the buckets, and what the histogram says. Fewer may be in them when NaN was observed.
    case countMismatch(found: UInt64, count: UInt64)
    case countTooSmall(found: UInt64, count: UInt64)
    case boundIsNaN
    case boundIsInfinite
    case boundsOutOfOrder(previous: Double, current: Double)
    case tooFewBounds(found: Int, length: Int)
    case zeroCountOfCustom
    case zeroThresholdOfCustom
    case negativeSpansOfCustom
    case negativeBucketsOfCustom
    case boundsOfExponential

    package var description: String {
        switch self {
        case .invalidSchema(let schema):
            "histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, or -53 for "
                + "custom buckets, got schema \(schema)"
        case .negativeOffset(let place, let span, let offset):
            "\(place.rawValue)span number \(span) with offset \(offset): histogram has a span whose offset is negative"
        case .bucketMismatch(let place, let needed, let found):
            "\(place.rawValue)spans need \(needed) buckets, have \(found) buckets: \(Self.mismatch)"
        case .tooFewBuckets(let found): "have \(found) buckets but spans need more: \(Self.mismatch)"
        case .negativeBucket(let place, let bucket, let count):
            "\(place.rawValue)bucket number \(bucket) has observation count of \(count): \(Self.negative)"
        case .negativeFloatBucket(let place, let bucket, let count):
            "\(place.rawValue)bucket number \(bucket) has observation count of \(Self.shortest(count)): \(Self.negative)"
        case .negativeZeroBucket(let count):
            "zero bucket has observation count of \(Self.shortest(count)): \(Self.negative)"
        case .negativeCount(let count):
            "observation count is  \(Self.shortest(count)): histogram's observation count is negative"
        case .countMismatch(let found, let count):
            "\(found) observations found in buckets, but the Count field is \(count): histogram's observation count "
                + "should equal the number of observations found in the buckets (in absence of NaN)"
        case .countTooSmall(let found, let count):
            "\(found) observations found in buckets, but the Count field is \(count): histogram's observation count "
                + "should be at least the number of observations found in the buckets"
        case .boundIsNaN: "custom buckets: histogram custom bounds must not be NaN"
        case .boundIsInfinite:
            "custom buckets: last +Inf bound must not be explicitly defined: histogram custom bounds must be finite"
        case .boundsOutOfOrder(let previous, let current):
            "custom buckets: previous bound is \(Self.decimal(previous)) and current is \(Self.decimal(current)): "
                + "histogram custom bounds must be in strictly increasing order"
        case .tooFewBounds(let found, let length):
            "custom buckets: only \(found) custom bounds defined which is insufficient to cover total span length of "
                + "\(length): histogram custom bounds are too few"
        case .zeroCountOfCustom: "custom buckets: must have zero count of 0"
        case .zeroThresholdOfCustom: "custom buckets: must have zero threshold of 0"
        case .negativeSpansOfCustom: "custom buckets: must not have negative spans"
        case .negativeBucketsOfCustom: "custom buckets: must not have negative buckets"
        case .boundsOfExponential: "histogram with exponential schema must not have custom bounds"
        }
    }

    private static let mismatch = "histogram spans specify different number of buckets than provided"
    private static let negative = "histogram has a bucket whose observation count is negative"

    // MARK: - Numbers

    /// As Go's `%v` writes it: the shortest digits that read back the same, with an exponent from seven digits on.
    private static func shortest(_ number: Double) -> String {
        guard number.isFinite else { return infinite(number) }
        let parts = "\(number.magnitude)".split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
        var digits = Array((mantissa[0] + fraction).utf8)
        var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + mantissa[0].count - 1
        while digits.count > 1, digits[0] == 0x30 {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.count > 1, digits.last == 0x30 { digits.removeLast() }
        guard digits != [0x30] else { return "0" }
        let sign = number < 0 ? "-" : ""
        func text(_ digits: some Sequence<UInt8>) -> String { String(decoding: Array(digits), as: UTF8.self) }
        if exponent < -4 || exponent >= 6 {
            let tail = digits.count > 1 ? "." + text(digits.dropFirst()) : ""
            let power = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
            return sign + text(digits.prefix(1)) + tail + "e" + (exponent < 0 ? "-" : "+") + power
        }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + text(digits) }
        let whole = digits.prefix(exponent + 1)
        let rest = digits.dropFirst(exponent + 1)
        return sign + text(whole) + String(repeating: "0", count: exponent + 1 - whole.count)
            + (rest.isEmpty ? "" : "." + text(rest))
    }

    /// As Go's `%f` writes it.
    private static func decimal(_ number: Double) -> String {
        guard number.isFinite else { return infinite(number) }
        var text = [UInt8](repeating: 0, count: 400)
        let count = withVaList([number]) { arguments in
            text.withUnsafeMutableBytes {
                vsnprintf($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, "%f", arguments)
            }
        }
        return String(decoding: text.prefix(max(0, min(Int(count), text.count - 1))), as: UTF8.self)
    }

    private static func infinite(_ number: Double) -> String { number.isNaN ? "NaN" : number < 0 ? "-Inf" : "+Inf" }
}
