/// A piece of a YAML document, and where it stands: errors in a file people write must say where.
struct YAMLNode: Equatable {
    indirect enum Content: Equatable {
        /// `isQuoted` tells `"1"`, a text, from `1`.
        case scalar(String, isQuoted: Bool)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
    }

    var content: Content
    var position: YAMLPosition
}

/// A key and its value, in the order of the file.
struct YAMLEntry: Equatable {
    var key: String
    var keyPosition: YAMLPosition
    var value: YAMLNode
}

/// Both count from 1.
struct YAMLPosition: Equatable, CustomStringConvertible {
    var line: Int
    var column: Int

    var description: String { "\(line):\(column)" }
}

/// What is wrong with a YAML file, and where.
struct YAMLProblem: Error, Equatable {
    var position: YAMLPosition
    var message: String
}
