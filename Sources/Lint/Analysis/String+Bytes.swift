import YAML

extension String {
    /// Whether a byte is in it: far faster than to ask its view of UTF-8.
    func hasByte(_ byte: UInt8) -> Bool {
        utf8.withContiguousStorageIfAvailable { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            return bytes.offset(of: byte) < bytes.count
        } ?? utf8.contains(byte)
    }
}
