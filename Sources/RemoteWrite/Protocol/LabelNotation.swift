package import TSDB

/// A label set as Prometheus prints it, `{__name__="up", job="node"}`, for messages: not longer than a message should be.
package enum LabelNotation {
    private static let maximumLength = 400

    package static func text(_ labels: Span<LabelBytes>, in bytes: RawSpan) -> String {
        var text = "{"
        for index in labels.indices {
            if index > 0 { text += ", " }
            text += string(labels[index].name, in: bytes) + "=" + quoted(string(labels[index].value, in: bytes))
            if text.utf8.count > maximumLength { return String(text.prefix(maximumLength)) + "…" }
        }
        return text + "}"
    }

    package static func string(_ range: ByteRange, in bytes: RawSpan) -> String {
        bytes.extracting(range.range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// In double quotes; what cannot be seen is written as an escape.
    package static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f || scalar.properties.generalCategory == .format:
                quoted += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
