import Templates
import Testing

@Suite struct TemplateErrorTests {
    @Test func hintFollowsMessage() {
        let error = TemplateError("function \"x\" not defined", at: 3..<4, hint: "did you mean 'y'?")
        #expect(error.description == "function \"x\" not defined; did you mean 'y'?")
    }
}
