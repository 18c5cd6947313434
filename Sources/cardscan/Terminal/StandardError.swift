import Glibc
import TSDB

/// Messages for people: one line each, apart from the result on standard output.
enum StandardError {
    static func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
        }
    }

    static func error(_ message: String) { write("cardscan: error: \(message)\n") }

    /// How many diagnostics of one severity are worth reading; JSON has them all.
    private static let shown = 50

    static func report(_ diagnostics: [Diagnostic], withoutWarnings: Bool) {
        var counts: [Diagnostic.Severity: Int] = [:]
        for diagnostic in diagnostics {
            if diagnostic.severity == .warning, withoutWarnings { continue }
            counts[diagnostic.severity, default: 0] += 1
            if counts[diagnostic.severity, default: 0] <= shown { write(line(diagnostic) + "\n") }
        }
        for severity in [Diagnostic.Severity.error, .warning] {
            let left = counts[severity, default: 0] - shown
            if left > 0 {
                write("cardscan: \(severity.rawValue): \(left) more like these; --format json lists them all\n")
            }
        }
    }

    /// `cardscan: error: FILE: offset 123: message`.
    static func line(_ diagnostic: Diagnostic) -> String {
        "cardscan: \(diagnostic.severity.rawValue): \(text(of: diagnostic))"
    }

    /// `FILE: offset 123: message`, escaped.
    static func text(of diagnostic: Diagnostic) -> String {
        var parts: [String] = []
        if !diagnostic.file.isEmpty { parts.append(Escaper.show(diagnostic.file)) }
        if let offset = diagnostic.offset { parts.append("offset \(offset)") }
        parts.append(Escaper.show(diagnostic.message, columns: 2000, in: .notation))
        return parts.joined(separator: ": ")
    }
}
