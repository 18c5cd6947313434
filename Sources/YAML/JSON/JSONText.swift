/// A JSON text on its own, such as a line of a stream: what is not strictly JSON is refused, and not tried as YAML.
package enum JSONText {
    package struct Fault: Error, Equatable, Sendable {
        package let message: String
        /// The byte it was found at, from 0.
        package let offset: Int

        package init(_ message: String, at offset: Int) {
            self.message = message
            self.offset = offset
        }

        init(_ error: YAMLError) {
            let message = error.kind == .duplicateKey ? "the object has two members of one name" : error.message
            self.init(message, at: error.range.lowerBound)
        }
    }

    /// The value that the bytes are, of any type. They have to be UTF-8, without a byte order mark.
    package static func root(of bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) throws(Fault) -> YAMLNode {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Fault("the line is not UTF-8", at: 0) }
        guard bytes.count <= limits.bytes else { throw Fault("is longer than \(limits.bytes) bytes", at: 0) }
        guard !bytes.starts(with: [0xef, 0xbb, 0xbf]) else { throw Fault("expected a value", at: 0) }
        return try JSONReader.root(of: SourceText(bytes), limits: limits)
    }
}
