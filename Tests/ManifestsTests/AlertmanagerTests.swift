import PromQL
import Testing

@testable import Manifests

struct AlertmanagerTests {
    @Test func routesInAllSpellings() throws {
        let file = read(
            """
            route:
              receiver: default
              group_by: [job]
              routes:
                - match: {team: a}
                  match_re: {severity: "page|warn"}
                  continue: true
                - matchers: ['env="prod"', "zone!~x.*"]
            receivers: [{name: default}]
            inhibit_rules:
              - {source_matchers: [severity=page], target_match: {severity: warn}, equal: [namespace]}
            """)
        guard case .alertmanager(let configuration)? = file.contents.first else {
            Issue.record("not recognised")
            return
        }
        let routes = try #require(configuration.route?.routes)
        #expect(
            routes.map { $0.matchers.map(\.matcher.description) } == [
                [#"team="a""#, #"severity=~"page|warn""#], [#"env="prod""#, #"zone!~"x.*""#],
            ])
        #expect(routes[0].goesOn && !routes[1].goesOn)
        #expect(configuration.inhibitRules.first?.equal.map(\.value) == ["namespace"])
    }

    @Test func resource() {
        let file = read(
            """
            apiVersion: monitoring.coreos.com/v1beta1
            kind: AlertmanagerConfig
            spec:
              route: {groupBy: ["..."], matchers: [{name: a, value: "b.*", matchType: "=~"}]}
              inhibitRules: [{sourceMatch: [{name: x, value: y}], equal: [z]}]
            """)
        guard case .alertmanager(let configuration)? = file.contents.first else {
            Issue.record("not recognised")
            return
        }
        #expect(configuration.route?.matchers.map(\.matcher.description) == [#"a=~"b.*""#])
        #expect(configuration.inhibitRules.first?.source.map(\.matcher.description) == [#"x="y""#])
    }

    @Test(arguments: [
        (#"a="b""#, ["a", "=", "b"]), (#"{ a != b , }"#, ["a", "!=", "b"]), (#"a=~"x\"y,z""#, ["a", "=~", #"x"y,z"#]),
        (#""a b"=c d"#, ["a b", "=", "c d"]), ("a=", ["a", "=", ""]),
    ])
    func texts(text: String, parts: [String]) throws {
        let condition = try #require(AlertMatcherText.parse(text)?.first)
        #expect([condition.name, condition.type.rawValue, condition.value] == parts)
    }

    @Test(arguments: ["a", #"a="b"#, "=b", #"a="b" c"#])
    func refused(text: String) { #expect(AlertMatcherText.parse(text) == nil) }
}
