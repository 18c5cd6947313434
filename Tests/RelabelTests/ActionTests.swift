import Relabel
import Testing

@Suite struct ActionTests {
    @Test func namesAreThoseOfPrometheus() {
        #expect(Action.allCases.map(\.rawValue).contains("keepequal"))
    }
}
