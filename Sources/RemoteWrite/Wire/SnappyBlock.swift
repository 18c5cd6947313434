import CSnappy
package import TSDB

/// The body of a remote-write request: one block of snappy, not the framed format.
package enum SnappyBlock {
    /// What Prometheus accepts, decompressed.
    package static let maximumSize = 32 << 20
    /// The longest copy of the format is 64 bytes from 3: more than that no block can hold, whatever it declares.
    private static let expansion = 22

    package enum Fault: Error, Sendable, Equatable {
        case corrupt
        case tooLarge(limit: Int)
        /// As `WireFault.noMemory`.
        case noMemory

        package var description: String {
            switch self {
            case .corrupt: "snappy: corrupt input"
            case .tooLarge(let limit): "decoded size exceeds the \(limit) bytes limit"
            case .noMemory: "no memory is left to decompress it"
            }
        }
    }

    /// Decompresses a block into `buffer`, whose capacity is kept for the next. The declared length is checked before
    /// memory is taken for it.
    package static func decompress(
        _ block: RawSpan, into buffer: inout RequestBuffer, limit: Int = maximumSize
    ) throws(Fault) {
        try block.withUnsafeBytes { block throws(Fault) in
            let input = block.baseAddress?.assumingMemoryBound(to: CChar.self)
            var count = 0
            guard !block.isEmpty, snappy_uncompressed_length(input, block.count, &count) == SNAPPY_OK else {
                throw .corrupt
            }
            guard count <= limit else { throw .tooLarge(limit: limit) }
            guard count <= block.count * expansion else { throw .corrupt }
            guard let status = buffer.write(count, { snappy_uncompress(input, block.count, $0, &count) }) else {
                throw .noMemory
            }
            guard status == SNAPPY_OK else { throw .corrupt }
        }
    }
}

/// A decompressed request, with bytes behind it that may be read, so that strings can be compared a word at a time.
package struct RequestBuffer: ~Copyable, @unchecked Sendable {
    package static let padding = 16

    private var base: UnsafeMutablePointer<CChar>
    private var capacity = 0
    private let budget: MemoryBudget
    package private(set) var count = 0

    /// `budget` is asked before memory is taken.
    package init(_ budget: MemoryBudget = .unlimited) {
        self.budget = budget
        base = .allocate(capacity: Self.padding)
    }

    deinit {
        base.deallocate()
        budget.release(capacity)
    }

    /// The request and the padding behind it.
    package var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: count + Self.padding)
            return _overrideLifetime(span, borrowing: self)
        }
    }

    /// Holds a request that came without compression, as tests have them. False when there is no memory for it.
    @discardableResult
    package mutating func hold(_ request: RawSpan) -> Bool {
        request.withUnsafeBytes { request in
            write(request.count) {
                UnsafeMutableRawPointer($0).copyMemory(
                    from: request.baseAddress ?? UnsafeRawPointer($0), byteCount: request.count)
            } != nil
        }
    }

    /// Nil, and nothing is written, when there is no memory for so many bytes.
    fileprivate mutating func write<Result>(_ count: Int, _ body: (UnsafeMutablePointer<CChar>) -> Result) -> Result? {
        if capacity < count {
            shrink(to: 0)
            guard budget.reserve(count) else { return nil }
            base.deallocate()
            base = .allocate(capacity: count + Self.padding)
            capacity = count
        }
        self.count = count
        defer { (base + count).initialize(repeating: 0, count: Self.padding) }
        return body(base)
    }

    /// Gives memory back that an unusually large request took.
    package mutating func shrink(to limit: Int) {
        guard capacity > limit else { return }
        base.deallocate()
        base = .allocate(capacity: Self.padding)
        budget.release(capacity)
        capacity = 0
        count = 0
    }
}
