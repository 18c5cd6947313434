import Glibc

/// The files of a block's `chunks` directory, by which chunk references are turned into lengths.
///
/// A reference is (number of the segment file, offset in it). Chunks are written series by series in index order, so a
/// series' chunks end where the next series' begin. Format: tsdb/docs/format/chunks.md of prometheus/prometheus.
struct ChunkSegments: Sendable {
    private static let headerSize = 8

    /// Chunk bytes in all segments before each segment, and in all of them at the end.
    private let starts: [Int]

    /// Nil when the block's chunks are not there, as in a copy of the index alone.
    init?(directory: String) {
        let files = Self.paths(in: directory)
        guard !files.isEmpty else { return nil }
        var starts = [0]
        for path in files {
            guard let size = Directory.size(of: path) else { return nil }
            starts.append(starts[starts.count - 1] + max(0, size - Self.headerSize))
        }
        self.starts = starts
    }

    /// The files by their number in references.
    static func paths(in directory: String) -> [String] {
        let names = (try? Directory.list(directory)) ?? []
        return names.filter { $0.utf8.allSatisfy { (48...57).contains($0) } }.sorted().map { directory + "/" + $0 }
    }

    /// Bytes of chunks, without the files' headers.
    var totalBytes: Int { starts[starts.count - 1] }

    /// Chunk bytes that lie before the referenced chunk; nil when there is no such segment.
    @inline(__always)
    func position(of reference: UInt64) -> Int? {
        let segment = Int(reference >> 32)
        guard segment < starts.count - 1 else { return nil }
        return min(starts[segment] + max(0, Int(reference & 0xffff_ffff) - Self.headerSize), totalBytes)
    }
}
