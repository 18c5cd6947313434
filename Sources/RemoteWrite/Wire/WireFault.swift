/// Why bytes are no protobuf message, in the words of the decoders that Prometheus generates, which senders log.
package enum WireFault: Error, Sendable, Equatable {
    /// A field ends behind the message that it is in.
    case unexpectedEnd
    /// A varint of more than 64 bits.
    case overflow
    /// A length that is negative as Go's `int`.
    case negativeLength
    /// Field numbers start at 1. `tag` is the whole key.
    case illegalTag(message: String, field: Int32, tag: UInt64)
    case endOfGroup(message: String)
    case wrongWireType(field: String, type: UInt8)
    case illegalWireType(UInt8)
    /// A group ends that did not begin.
    case unexpectedEndOfGroup
    /// More of something than a receiver takes in one request.
    case tooMany(String, limit: Int)
    /// The receiver has no memory for it now. The only fault that is none of the request.
    case noMemory

    package var description: String {
        switch self {
        case .unexpectedEnd: "unexpected EOF"
        case .overflow: "proto: integer overflow"
        case .negativeLength: "proto: negative length found during unmarshaling"
        case .illegalTag(let message, let field, let tag): "proto: \(message): illegal tag \(field) (wire type \(tag))"
        case .endOfGroup(let message): "proto: \(message): wiretype end group for non-group"
        case .wrongWireType(let field, let type): "proto: wrong wireType = \(type) for field \(field)"
        case .illegalWireType(let type): "proto: illegal wireType \(type)"
        case .unexpectedEndOfGroup: "proto: unexpected end of group"
        case .tooMany(let what, let limit): "more than \(limit) \(what) in one request"
        case .noMemory: "no memory is left to decode it"
        }
    }
}
