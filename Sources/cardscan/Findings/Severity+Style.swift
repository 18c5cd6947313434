import Lint

extension Severity {
    /// The colour that findings of this severity have in every report.
    var style: Style {
        switch self {
        case .error: .alarm
        case .warning: .caution
        case .info: .note
        }
    }
}
