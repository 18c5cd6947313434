/// Why a request is not accepted, as its sender is told.
package struct Refusal: Error, Sendable, Equatable {
    /// HTTP status.
    package var status: Int
    package var message: String

    package init(_ status: Int, _ message: String) {
        self.status = status
        self.message = message
    }
}
