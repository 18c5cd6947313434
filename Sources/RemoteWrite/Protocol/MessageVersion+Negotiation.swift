/// Which message a request holds, by its headers. As in storage/remote/write_handler.go of prometheus/prometheus.
extension MessageVersion {
    private static let mediaType = "application/x-protobuf"

    /// Refuses with status 415 what is neither version, and encodings other than snappy. Senders of version 1 need not
    /// send either header.
    package init(contentType: String?, contentEncoding: String?) throws(Refusal) {
        self = try Self.version(of: contentType ?? Self.mediaType)
        guard let encoding = contentEncoding, !encoding.isEmpty, encoding != "snappy" else { return }
        throw Refusal(
            415, "\(encoding) encoding (compression) is not accepted by this server; only snappy is acceptable")
    }

    private static func version(of contentType: String) throws(Refusal) -> MessageVersion {
        let contentType = trimmed(contentType)
        if contentType.isEmpty { return .v1 }
        let parts = contentType.split(separator: ";", omittingEmptySubsequences: false).map { trimmed(String($0)) }
        guard parts[0] == mediaType else {
            throw Refusal(415, "expected \(mediaType) as the first (media) part, got \(contentType) content-type")
        }
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", omittingEmptySubsequences: false)
            guard pair.count == 2 else {
                throw Refusal(
                    415,
                    "as per https://www.rfc-editor.org/rfc/rfc9110#parameter expected parameters to be key-values, got "
                        + "\(part) in \(contentType) content-type")
            }
            guard pair[0] == "proto" else { continue }
            guard let version = MessageVersion(rawValue: String(pair[1])) else {
                let known = allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal(
                    415,
                    "got \(contentType) content type; unknown type for remote write protobuf message \(pair[1]), "
                        + "supported: \(known)")
            }
            return version
        }
        return .v1
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
