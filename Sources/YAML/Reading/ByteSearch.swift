import Glibc

extension UnsafeRawBufferPointer {
    /// Where a byte stands next, from an offset on; `count` if nowhere. It looks at many bytes at a time.
    package func offset(of byte: UInt8, from start: Int = 0) -> Int {
        guard start < count, let baseAddress,
            let found = memchr(baseAddress + start, Int32(byte), count - start)
        else { return count }
        return baseAddress.distance(to: found)
    }
}
