import Glibc

/// What is known of the terminal, if there is one, that standard output or standard error goes to.
enum Terminal {
    /// Columns when nothing tells: wide enough for a table in a log.
    static let standardWidth = 100
    /// What the report can be set in; tables need 80.
    private static let widths = 80...1000

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal at `descriptor`; `COLUMNS` overrides it.
    static func width(of descriptor: Int32) -> Int {
        if let columns = environment("COLUMNS").flatMap({ Int($0) }), columns > 0 { return clamped(columns) }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return standardWidth }
        return clamped(Int(size.ws_col))
    }

    /// Whether to colour what goes to `descriptor`. `--color` and the configuration outrank `NO_COLOR`, which outranks
    /// `CLICOLOR_FORCE`; without any of them only terminals that are not dumb get colours.
    static func usesColor(_ choice: ColorChoice, on descriptor: Int32?) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if environment("NO_COLOR") != nil { return false }
        if let force = environment("CLICOLOR_FORCE"), force != "0" { return true }
        guard let descriptor, isTerminal(descriptor) else { return false }
        return environment("TERM") != "dumb"
    }

    /// A variable of the environment that is set to something.
    static func environment(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    private static func clamped(_ width: Int) -> Int { min(max(width, widths.lowerBound), widths.upperBound) }
}
