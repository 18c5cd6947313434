/// Something about an input that its reader should know: where, what, and how bad.
///
/// Thrown when a file cannot be used, and collected when it can. `message` says what was expected and what to do.
package struct Diagnostic: Error, Sendable, Equatable {
    package enum Severity: String, Sendable {
        /// The file, or a part of it, was not counted: the result is incomplete and the exit status is 2.
        case error
        /// The result is as good as the data can give.
        case warning
    }

    package var severity: Severity
    /// Path as the user would recognise it.
    package var file: String
    /// Byte offset in `file`, where one is known.
    package var offset: UInt64?
    package var message: String
    /// The memory allowed does not suffice: nothing else can be done with this run.
    package var isRefusal = false

    package init(_ severity: Severity = .error, file: String, offset: Int? = nil, _ message: String) {
        self.severity = severity
        self.file = file
        self.offset = offset.map(UInt64.init(clamping:))
        self.message = message
    }
}
