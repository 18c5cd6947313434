/// A string as a place in bytes that somebody else holds, of at most 4 GiB.
package struct ByteRange: BitwiseCopyable, Sendable, Equatable {
    package var start: UInt32
    package var count: UInt32

    @inlinable @inline(__always)
    package init(start: Int, count: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.count = UInt32(truncatingIfNeeded: count)
    }

    @inlinable @inline(__always)
    package init(_ range: Range<Int>) { self.init(start: range.lowerBound, count: range.count) }

    @inlinable @inline(__always)
    package static var empty: ByteRange { ByteRange(start: 0, count: 0) }

    @inlinable @inline(__always)
    package var range: Range<Int> { Int(start)..<(Int(start) &+ Int(count)) }
}

/// A label whose name and value stand in bytes that somebody else holds, such as a request.
package struct LabelBytes: BitwiseCopyable, Sendable, Equatable {
    package var name: ByteRange
    package var value: ByteRange

    @inlinable @inline(__always)
    package init(name: ByteRange, value: ByteRange) {
        self.name = name
        self.value = value
    }
}
