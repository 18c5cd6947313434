import Testing

@testable import PromQL

@Suite struct RemedyTests {
    @Test(arguments: [
        ("a + fill (0) b", Version(3, 5), "Prometheus 3.10 with --enable-feature=promql-binop-fill-modifiers"),
        ("a + fill (0) b", Version.latest, "--enable-feature=promql-binop-fill-modifiers"),
        ("holt_winters(x[5m], 0.1, 0.1)", .latest, "Prometheus 2.55"),
        ("{\"my.metric\"}", Version(2, 50), "Prometheus 3.0"),
        ("first_over_time(x[5m])", Version(3, 8), "--enable-feature=promql-experimental-functions"),
        (
            "rate(x[5m] smoothed) + fill (0) limitk(1, x)", .latest,
            "--enable-feature=promql-binop-fill-modifiers,promql-experimental-functions,promql-extended-range-selectors"
        ),
    ])
    func isTheLeastChange(text: String, version: Version, expected: String) {
        #expect(Language(version: version).remedy(for: text)?.description == expected, "\(text)")
    }

    @Test func thereIsNoneForWhatIsWrong() { #expect(Language(version: Version(2, 50)).remedy(for: "sum(") == nil) }
}
