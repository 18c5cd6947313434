package import Manifests

/// The files that say who reads what, and what they come to.
package struct Readership: Sendable {
    package let files: [ManifestFile]
    package let usage: Usage

    package init(_ files: [ManifestFile]) {
        self.files = files
        usage = Usage(files: files)
    }

    /// Whether nothing in the files reads: then they are the wrong ones, and prove nothing.
    package var isEmpty: Bool { usage.count == 0 && usage.isComplete }
}
