/// The samples of a chunk of encoding 1, decoded one after the other.
///
/// Times are deltas of deltas and values are XORed with the one before, as in Facebook's Gorilla. Format:
/// tsdb/docs/format/chunks.md, behaviour: `xorIterator` in tsdb/chunkenc/xor.go of prometheus/prometheus.
struct XORChunk: ~Escapable {
    private var reader: BitReader
    private let count: Int
    private var read = 0
    private var time: Int64 = 0
    private var delta: Int64 = 0
    private var value: UInt64 = 0
    /// Bits of the last difference that are zero in front and behind.
    private var leading = 0
    private var trailing = 0

    /// `bytes` are what follows the encoding.
    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        reader = BitReader(bytes)
        count = Int(reader.bits(16))
    }

    /// Whether the bits end too early, or say what no writer writes.
    var isDamaged: Bool { !reader.isValid || hasImpossibleBits }
    private var hasImpossibleBits = false

    /// The next sample; nil at the end or where damage begins.
    mutating func next() -> Sample? {
        guard read < count, !isDamaged else { return nil }
        switch read {
        case 0:
            time = reader.varint()
            value = reader.bits(64)
        case 1:
            delta = Int64(bitPattern: reader.uvarint())
            time = time &+ delta
            readValue()
        default:
            delta = delta &+ deltaOfDelta()
            time = time &+ delta
            readValue()
        }
        guard !isDamaged else { return nil }
        read += 1
        return Sample(time: time, value: Double(bitPattern: value))
    }

    private mutating func deltaOfDelta() -> Int64 {
        var prefix = 0
        while prefix < 4, reader.bit() { prefix += 1 }
        switch prefix {
        case 0: return 0
        case 1: return signed(14)
        case 2: return signed(17)
        case 3: return signed(20)
        default: return Int64(bitPattern: reader.bits(64))
        }
    }

    /// A number of `width` bits from -(2^(width-1) - 1) to 2^(width-1).
    private mutating func signed(_ width: Int) -> Int64 {
        let bits = Int64(bitPattern: reader.bits(width))
        return bits > 1 << Int64(width - 1) ? bits - 1 << Int64(width) : bits
    }

    private mutating func readValue() {
        guard reader.bit() else { return }
        if reader.bit() {
            leading = Int(reader.bits(5))
            // 64 does not fit and 0 does not occur.
            let significant = Int(reader.bits(6))
            trailing = 64 - leading - (significant == 0 ? 64 : significant)
            guard trailing >= 0 else {
                hasImpossibleBits = true
                return
            }
        }
        value ^= reader.bits(64 - leading - trailing) << UInt64(trailing)
    }
}

extension XORChunk {
    /// Appends the samples of a chunk, of whatever encoding, that lie in the selection's time range.
    static func append(
        _ encoding: ChunkEncoding, _ bytes: RawSpan, in selection: Selection, to samples: inout [Sample],
        _ skipped: inout SkippedChunks
    ) {
        guard encoding == .xor else {
            if encoding.isHistogram { skipped.histograms += 1 } else { skipped.unknown[encoding, default: 0] += 1 }
            return
        }
        var chunk = XORChunk(bytes)
        while let sample = chunk.next() {
            if sample.time >= selection.minTime, sample.time <= selection.maxTime { samples.append(sample) }
        }
        if chunk.isDamaged { skipped.damaged += 1 }
    }
}
