import Exposition
import RemoteWrite
import TSDB

/// What a SOURCE may be beside Prometheus' own files and snapshots, in the order in which a file is shown to them.
///
/// A new format is a module that offers a `SourceFormat`, and one line here.
enum SourceFormats {
    static let all: [SourceFormat] = [RecordingSource.format, .exposition]
}
