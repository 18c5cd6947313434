package import Manifests

/// Everything that is linted together.
package struct Project: Sendable {
    package let files: [ManifestFile]

    package init(files: [ManifestFile]) { self.files = files }
}
