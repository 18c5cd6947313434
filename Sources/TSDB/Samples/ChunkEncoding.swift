/// How the samples of a chunk are written: `chunkenc.Encoding` of prometheus/prometheus.
struct ChunkEncoding: RawRepresentable, Hashable, Sendable {
    var rawValue: UInt8

    static let xor = ChunkEncoding(rawValue: 1)
    static let histogram = ChunkEncoding(rawValue: 2)
    static let floatHistogram = ChunkEncoding(rawValue: 3)

    var isHistogram: Bool { self == .histogram || self == .floatHistogram }
}

extension ChunkEncoding {
    /// Of a chunk in `chunks_head`, where the highest bit says that its samples came out of order.
    init(inHead byte: UInt8) { self.init(rawValue: byte & 0x7f) }
}

/// What was passed over while chunks were decoded.
struct SkippedChunks {
    var histograms = 0
    /// Chunks by an encoding that is not known.
    var unknown: [ChunkEncoding: Int] = [:]
    /// Chunks that are cut off, or whose bits say what cannot be.
    var damaged = 0

    mutating func merge(_ other: SkippedChunks) {
        histograms += other.histograms
        unknown.merge(other.unknown, uniquingKeysWith: +)
        damaged += other.damaged
    }

    /// In words, for the user: one message for each reason.
    func diagnostics(of path: String) -> [Diagnostic] {
        var all = unknown.sorted { $0.key.rawValue < $1.key.rawValue }.map { encoding, count in
            Diagnostic(
                .warning, file: path,
                "has \(count) chunks of encoding \(encoding.rawValue), whose samples were not read; encoding 1 can be")
        }
        if damaged > 0 {
            all.append(Diagnostic(file: path, "has \(damaged) damaged chunks; their samples are missing"))
        }
        return all
    }
}
