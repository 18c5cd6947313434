import Glibc
import Synchronization
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

    static func error(_ message: String) { say(message, "error", .alarm) }

    static func warning(_ message: String) { say(message, "warning", .caution) }

    /// What is neither: what goes on.
    static func note(_ message: String) { write("cardscan: \(message)\n") }

    private static func say(_ message: String, _ word: String, _ style: Style) {
        let usesColor = Terminal.usesColor(color.withLock { $0 } ?? .auto, on: STDERR_FILENO)
        note("\(StyledText(word + ":", style).rendered(inColor: usesColor)) \(message)")
    }

    private static let color = Mutex<ColorChoice?>(nil)

    /// Whether messages have colours, where a terminal shows them; the first who says so is heard, the command line before
    /// the configuration.
    static func prefer(_ choice: ColorChoice?) { color.withLock { $0 = $0 ?? choice } }

    /// How many diagnostics of one severity are worth reading; JSON has them all.
    private static let shown = 50

    static func report(_ diagnostics: [Diagnostic], withoutWarnings: Bool) {
        var counts: [Diagnostic.Severity: Int] = [:]
        for diagnostic in diagnostics {
            if diagnostic.severity == .warning, withoutWarnings { continue }
            counts[diagnostic.severity, default: 0] += 1
            if counts[diagnostic.severity, default: 0] <= shown { say(text(of: diagnostic), diagnostic.severity) }
        }
        for severity in [Diagnostic.Severity.error, .warning] {
            let left = counts[severity, default: 0] - shown
            if left > 0 { say("\(left) more like these; --format json lists them all", severity) }
        }
    }

    private static func say(_ message: String, _ severity: Diagnostic.Severity) {
        switch severity {
        case .error: error(message)
        case .warning: warning(message)
        }
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
