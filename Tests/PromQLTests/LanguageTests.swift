import Testing

@testable import PromQL

@Suite struct LanguageTests {
    @Test(
        arguments: [
            ("limitk(1, up)", "2.53", nil, "2.54"),
            ("info(up)", "2.54", nil, "2.55"),
            ("{\"my.metric\"}", "2.55", nil, "3.0"),
            ("sum by (\"a.b\") (up)", "2.55", nil, "3.0"),
            ("1_000", "2.53", nil, "2.54"),
            ("up[5m + 1m]", "3.3", nil, "3.4"),
            ("up[5m + step()]", "3.5", nil, "3.6"),
            ("rate(up[5m] smoothed)", "3.6", nil, "3.7"),
            ("a + fill(0) b", "3.9", nil, "3.10"),
            ("a </ 1", "3.10", nil, "3.11"),
            ("up[max_of(5m, 1m)]", "3.12", nil, "3.13"),
            ("holt_winters(up[5m], 0.5, 0.5)", "3.0", "double_exponential_smoothing", "2.55"),
        ] as [(String, String, String?, String)])
    func knowsWhenThingsCame(text: String, refusedBy: String, hint: String?, acceptedBy: String) throws {
        let features = Set(Language.Feature.allCases)
        let old = Language(version: try #require(Version(refusedBy)), features: features)
        let error = #expect(throws: PromQLError.self) { try Expression(parsing: text, as: old) }
        if let hint {
            #expect(error?.hint?.contains(hint) == true)
        } else {
            #expect(error?.message.contains("needs Prometheus \(acceptedBy), ") == true, "\(String(describing: error))")
        }
        let new = Language(version: try #require(Version(acceptedBy)), features: features)
        #expect(throws: Never.self) { try Expression(parsing: text, as: new) }
    }

    @Test func featuresBecomeDefaults() throws {
        let version = try #require(Version("v3.13.2"))
        #expect(throws: PromQLError.self) { try Expression(parsing: "up[5m + 1m]", as: Language(version: version)) }
        #expect(throws: Never.self) { try Expression(parsing: "up[5m + 1m]") }
        #expect(throws: PromQLError.self) {
            try Expression(parsing: "first_over_time(up[5m])", as: Language(version: version))
        }
        #expect(throws: Never.self) { try Expression(parsing: "first_over_time(up[5m])") }
    }

    @Test(arguments: [
        ("mad_over_time(up[5m])", "--enable-feature=promql-experimental-functions"),
        ("RATE(up[5m])", "did you mean rate?"),
        ("avg_over_tim(up[5m])", "did you mean avg_over_time?"),
        ("rate(up)", "add a range"),
        ("sum(up[5m])", "remove the range"),
        ("1 > 2", "write > bool"),
        ("sum(up)[5m]", "[5m:]"),
        ("up[1m1h]", "1h30m"),
        ("up{a=\"\\d\"}", "backslash"),
        ("up{a=~\"(?!x)\"}", "RE2 cannot look ahead"),
    ])
    func errorsSayWhatToDo(text: String, hint: String) {
        let error = #expect(throws: PromQLError.self) { try Expression(parsing: text) }
        #expect(error?.description.contains(hint) == true, "\(String(describing: error))")
    }

    @Test func everyFunctionIsKnown() {
        #expect(Function.table.count == 90)
        #expect(Function.named("label_join")?.variadic == nil)
        #expect(Function.named("rate")?.parameters == [.matrix])
        #expect(Function.table.values.filter(\.isExperimental).count == 17)
    }

    @Test func versionsAreRead() {
        #expect(Version("3.5") == Version(3, 5))
        #expect(Version("v2.54.1") == Version(2, 54))
        #expect(Version(3, 10) > Version(3, 9))
        for text in ["3", "", "3.x", "3.5.1.2", "-3.5"] { #expect(Version(text) == nil, "\(text)") }
    }
}
