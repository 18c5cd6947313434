/// A kind of source that a module above this one reads: what it is called, how it is recognised, how it is opened.
///
/// TSDB knows Prometheus' own files and snapshots. Who knows more (recorded requests, text expositions) hands the
/// opener a list of these, in the order in which they are asked.
package struct SourceFormat: Sendable {
    /// The bytes of a file's beginning that are shown to `recognizes`; fewer when the file is shorter.
    package static let prefixSize = 4096

    /// As in "name a data directory, ..., or `name`".
    package var name: String
    /// Whether a regular file that begins with these bytes is one.
    package var recognizes: @Sendable ([UInt8]) -> Bool
    /// Whether it can be read from something without a beginning that could be looked at first: standard input, for
    /// which the path is `-`, or a pipe.
    package var readsStreams: Bool
    /// Opens what was recognised. Throws when nothing of it can be used.
    package var open: @Sendable (_ path: String, SourceOptions) throws(Diagnostic) -> OpenedSource

    package init(
        name: String, readsStreams: Bool = false, recognizes: @escaping @Sendable ([UInt8]) -> Bool,
        open: @escaping @Sendable (_ path: String, SourceOptions) throws(Diagnostic) -> OpenedSource
    ) {
        self.name = name
        self.readsStreams = readsStreams
        self.recognizes = recognizes
        self.open = open
    }
}
