import YAML

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
        bytes.withUnsafeBytes { bytes in
            var from = 0
            // Only within braces: a description may well speak of `.Values`.
            while true {
                let start = bytes.offset(of: UInt8(ascii: "{"), from: from)
                from = start + 1
                guard from < bytes.count else { return false }
                guard bytes[from] == UInt8(ascii: "{") else { continue }
                var end = from + 1
                while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), end - start < 200,
                    bytes[end] != UInt8(ascii: "}") || end + 1 >= bytes.count || bytes[end + 1] != UInt8(ascii: "}")
                { end += 1 }
                let action = UnsafeRawBufferPointer(rebasing: bytes[start..<min(end + 2, bytes.count)])
                if hasSign(action), !isComment(bytes, before: start) { return true }
                from = max(from, end)
            }
        }
    }

    /// Whether a line is a comment, as far as it goes before an offset: values of charts tell of templates in comments.
    private static func isComment(_ bytes: UnsafeRawBufferPointer, before offset: Int) -> Bool {
        let line = (bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        return bytes[line..<offset].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "#")
    }

    private static func hasSign(_ action: UnsafeRawBufferPointer) -> Bool {
        for offset in action.indices.dropLast() {
            switch (action[offset], action[offset + 1]) {
            case (UInt8(ascii: "."), UInt8(ascii: "A")...UInt8(ascii: "Z")), (UInt8(ascii: "i"), UInt8(ascii: "n")),
                (UInt8(ascii: "t"), UInt8(ascii: "o")), (UInt8(ascii: "{"), UInt8(ascii: "{")):
                for sign in signs where has(sign, action, at: offset) { return true }
            default: break
            }
        }
        return false
    }

    private static func has(_ sign: [UInt8], _ action: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        guard action.count - offset >= sign.count else { return false }
        for index in sign.indices where action[offset + index] != sign[index] { return false }
        return true
    }
}
