/// A Helm template made into YAML without running Helm: every byte keeps its place.
///
/// Actions that leave no text become blanks. Those that do become something of the same length that is likely to fit
/// (a value, an operator, a matcher), and are holes: nothing that depends on them can be checked. Constants such as
/// `` {{`{{`}} `` become their text. Of `if` and `else`, the first branch that holds anything stays.
package struct HelmTemplate {
    /// YAML, of the file's length, and with its lines.
    package let masked: [UInt8]
    /// What only Helm knows: ascending, apart from each other.
    package let holes: [Range<Int>]

    /// What no program but Helm has in its templates. `hasSign` knows the bytes they begin with.
    private static let signs = [
        ".Values", ".Release", ".Chart", ".Capabilities", "include \"", "{{`{{", "{{ `{{", "{{ \"{{\"", "{{\"{{\"",
        "toYaml", "{{- define", "{{ define", "{{`}}", "{{ `}}",
    ].map { Array($0.utf8) }

    /// `nil` for what is no Helm template, or has an action without an end.
    package init?(_ bytes: [UInt8]) {
        guard Self.isTemplate(bytes), let actions = HelmScanner.actions(of: bytes) else { return nil }
        var mask = HelmMask(bytes, actions: actions)
        mask.run()
        masked = mask.output
        holes = mask.holes
    }

    private static func isTemplate(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var (start, from) = (0, 0)
            // Only within braces: a description may well speak of `.Values`.
            while let found = bytes[from...].firstIndex(of: UInt8(ascii: "{")) {
                from = found + 1
                guard from < bytes.count, bytes[from] == UInt8(ascii: "{") else { continue }
                start = found
                var end = from + 1
                while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), end - start < 200,
                    bytes[end] != UInt8(ascii: "}") || end + 1 >= bytes.count || bytes[end + 1] != UInt8(ascii: "}")
                { end += 1 }
                let action = bytes[start..<min(end + 2, bytes.count)]
                if hasSign(action), !isComment(bytes, before: start) { return true }
                from = max(from, end)
            }
            return false
        }
    }

    /// Whether a line is a comment, as far as it goes before an offset: values of charts tell of templates in comments.
    private static func isComment(_ bytes: UnsafeBufferPointer<UInt8>, before offset: Int) -> Bool {
        let line = (bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        return bytes[line..<offset].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "#")
    }

    private static func hasSign(_ action: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        action.indices.contains { index in
            switch action[index] {
            case UInt8(ascii: "."), UInt8(ascii: "i"), UInt8(ascii: "t"), UInt8(ascii: "{"):
                signs.contains { action[index...].starts(with: $0) }
            default: false
            }
        }
    }
}
