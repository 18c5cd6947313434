/// A text that has to hold something, such as a path.
enum GivenText {
    static func parse(_ text: String) throws -> String {
        guard !text.isEmpty else { throw ArgumentProblem("it is empty") }
        return text
    }
}
