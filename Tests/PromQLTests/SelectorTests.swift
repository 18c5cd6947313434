import Testing

@testable import PromQL

@Suite struct SelectorTests {
    @Test(arguments: [
        ("up", ["__name__=\"up\""]),
        ("job:up:sum", ["__name__=\"job:up:sum\""]),
        ("up{job!=\"x\"}", ["job!=\"x\"", "__name__=\"up\""]),
        ("{__name__=~\"a.*\"}", ["__name__=~\"a.*\""]),
        ("{\"my.metric\", \"l.x\"=\"y\"}", ["__name__=\"my.metric\"", "\"l.x\"=\"y\""]),
        ("{a='it\\'s',b=`raw\\n`,}", ["a=\"it's\"", "b=\"raw\\\\n\""]),
        ("{a=\"\\x41\\u00e9\\101\"}", ["a=\"AéA\""]),
        ("{ # why\n a = \"1\" # because\n , b!~\"2\" }", ["a=\"1\"", "b!~\"2\""]),
        ("sum", ["__name__=\"sum\""]),
        ("start{by=\"x\"}", ["by=\"x\"", "__name__=\"start\""]),
        (" fill ", ["__name__=\"fill\""]),
    ])
    func reads(text: String, matchers: [String]) throws {
        #expect(try Selector(parsing: text).matchers.map(\.description) == matchers)
    }

    @Test(arguments: [
        ("", 0..<0, "no series selector"),
        ("{}", 0..<2, "at least one non-empty matcher"),
        ("{a=~\"x|\"}", 0..<9, "at least one non-empty matcher"),
        ("{a!=\"x\"}", 0..<8, "at least one non-empty matcher"),
        ("up{__name__=\"x\"}", 0..<16, "metric name must not be set twice"),
        ("up{a=\"b\"", 8..<8, "unexpected end of input inside braces"),
        ("up{a=b}", 5..<6, "expected string"),
        ("up{a}", 4..<5, "expected label matching operator"),
        ("up{a=\"b\" c=\"d\"}", 9..<10, "expected \",\" or \"}\""),
        ("up{=\"b\"}", 3..<4, "expected identifier or \"}\""),
        ("up{a=~\"b(\"}", 8..<9, "missing closing )"),
        ("up{a=~\"b\\n(\"}", 6..<12, "missing closing )"),
        ("up{a=\"b}", 5..<8, "unterminated quoted string"),
        ("up{a=\"\\q\"}", 6..<8, "unknown escape sequence"),
        ("up offset 5m", 3..<9, "unexpected <offset>"),
        ("up[5m]", 2..<3, "unexpected \"[\""),
        ("on", 0..<2, "unexpected <on>"),
        ("up)", 2..<3, "unexpected right parenthesis"),
        ("up{a=\"b\",,}", 9..<10, "expected identifier"),
        ("up é", 3..<5, "unexpected character: 'é'"),
    ])
    func refuses(text: String, range: Range<Int>, message: String) {
        let error = #expect(throws: PromQLError.self) { try Selector(parsing: text) }
        #expect(error?.range == range)
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    }

    @Test func matchesValues() throws {
        let selector = try Selector(parsing: "{a=\"x\",b!=\"x\",c=~\"x|y\",d!~\"x.*\"}")
        let matches = selector.matchers.map { matcher in ["x", "y", ""].map(matcher.matches) }
        #expect(matches == [[true, false, false], [false, true, true], [true, true, false], [false, true, true]])
        #expect(selector.matchers.map(\.matchesEmpty) == [false, true, false, true])
    }

    @Test func knowsTheMetricsItCanSelect() throws {
        #expect(try Selector(parsing: "up{a=\"b\"}").metricNames == ["up"])
        #expect(try Selector(parsing: "{__name__=~\"b|a\"}").metricNames == ["a", "b"])
        #expect(try Selector(parsing: "{__name__=~\"a.*\"}").metricNames == nil)
    }
}
