import Testing
import YAML

@Suite struct YAMLValueTests {
    /// Read off resolve.go of yaml.v3.
    @Test(
        arguments: [
            ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null), ("nULL", .string("nULL")),
            ("true", .bool(true)), ("False", .bool(false)), ("yes", .string("yes")), ("on", .string("on")),
            ("<<", .string("<<")), ("0o17", .int(15)), ("017", .int(15)), ("-0o17", .int(-15)), ("0x1F", .int(31)),
            ("0b101", .int(5)), ("-0b101", .int(-5)), ("1_000", .int(1000)), ("+12", .int(12)), ("-0", .int(0)),
            ("08", .float(8)), ("0", .int(0)), ("00", .int(0)), ("9223372036854775807", .int(.max)),
            ("-9223372036854775808", .int(.min)), ("9223372036854775808", .uint(1 << 63)),
            ("18446744073709551616", .float(18_446_744_073_709_551_616)), ("1.5", .float(1.5)), (".5", .float(0.5)),
            ("5.", .float(5)), ("-.5", .float(-0.5)), ("1e3", .float(1000)), ("5.e1", .float(50)),
            ("1_0.5", .float(10.5)),
            (".inf", .float(.infinity)), ("-.Inf", .float(-.infinity)), ("inf", .string("inf")),
            ("1e999", .string("1e999")),
            ("1:30", .string("1:30")), ("5m", .string("5m")), ("0x", .string("0x")), ("--1", .string("--1")),
            ("-", .string("-")),
            ("+", .string("+")), (".", .string(".")), ("1.2.3", .string("1.2.3")),
            ("0xFFFFFFFFFFFFFFFFF", .string("0xFFFFFFFFFFFFFFFFF")),
            ("2001-12-14", .timestamp("2001-12-14")), ("2001-1-4", .timestamp("2001-1-4")),
            ("2001-02-29", .string("2001-02-29")),
            ("2001-12-14t21:59:43.10-05:00", .timestamp("2001-12-14t21:59:43.10-05:00")),
            ("2001-12-14 21:59:43.1", .timestamp("2001-12-14 21:59:43.1")),
            ("2001-12-14T21:59:43", .string("2001-12-14T21:59:43")),
            ("2001-12-14T21:59:43Z", .timestamp("2001-12-14T21:59:43Z")),
        ] as [(String, YAMLValue)])
    func plainScalars(_ text: String, _ expected: YAMLValue) {
        #expect(YAMLScalar(value: text, style: .plain).resolved == expected)
        #expect(YAMLScalar(value: text, style: .singleQuoted).resolved == .string(text))
    }

    @Test func notANumber() {
        guard case .float(let value) = YAMLScalar(value: ".nan", style: .plain).resolved else {
            Issue.record("no float")
            return
        }
        #expect(value.isNaN)
    }

    @Test func tagsDecide() {
        let nodes = YAMLStream("[!!str 1, !!int '1', !!float 1, !!int x, ! 1, !own 1, !!bool yes]").documents.first?
            .root
        #expect(
            nodes?.sequence?.map(\.resolved) == [
                .string("1"), .int(1), .float(1), .mismatch(tag: "tag:yaml.org,2002:int"), .string("1"), .string("1"),
                .mismatch(tag: "tag:yaml.org,2002:bool"),
            ])
    }

    @Test func booleansOfFields() {
        #expect(YAMLScalar(value: "yes", style: .plain).boolean() == true)
        #expect(YAMLScalar(value: "Off", style: .singleQuoted).boolean() == false)
        #expect(YAMLScalar(value: "true", style: .singleQuoted).boolean() == nil)
        #expect(YAMLScalar(value: "1", style: .plain).boolean() == nil)
    }
}
