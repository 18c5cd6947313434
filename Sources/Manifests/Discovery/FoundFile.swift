/// A file that is to be read.
package struct FoundFile: Sendable, Equatable {
    /// As the user named it, or below the directory that the user named.
    package let path: String
    /// Whether the user named it, rather than a directory or a pattern it was found by: then it has to hold something.
    package let isNamed: Bool

    package init(path: String, isNamed: Bool) {
        self.path = path
        self.isNamed = isNamed
    }
}

/// Why a path could not be read, as one line: `rules.yml: permission denied`.
package struct DiscoveryError: Error, Sendable, Equatable, CustomStringConvertible {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { "\(path): \(reason)" }
}
