/// What the checks of pint are called here, so that comments written for it keep their effect.
///
/// A check of pint that asks a live server, or enforces its configuration, has no equal and is not listed.
package enum PintChecks {
    package static let table: [(pint: String, names: [String])] = [
        ("alerts/absent", ["alert/absent"]),
        ("alerts/comparison", ["alert/no-comparison"]),
        ("alerts/for", ["rule/schema"]),
        (
            "alerts/template",
            ["template/syntax", "template/query-syntax", "template/label-not-in-result", "alert/value-in-label"]
        ),
        ("group/interval", ["group/interval"]),
        ("promql/counter", ["counter/not-rated"]),
        ("promql/features", ["expr/feature-gate"]),
        ("promql/fragile", ["alert/sampling-aggregation"]),
        (
            "promql/impossible",
            ["comparison/never-true", "join/label-mismatch", "matcher/contradiction"]
        ),
        ("promql/nan", ["expr/division-in-aggregation"]),
        ("promql/rate", ["rate/of-aggregation"]),
        (
            "promql/regexp",
            [
                "matcher/regex-for-one-value", "matcher/redundant-anchor", "matcher/matches-everything",
                "matcher/empty-alternative", "matcher/dead-alternative", "matcher/equality-looks-like-regex",
            ]
        ),
        ("promql/syntax", ["expr/syntax"]),
        ("promql/vector_matching", ["join/label-mismatch"]),
        ("rule/duplicate", ["duplicate/rule"]),
        ("rule/for", ["alert/missing-for"]),
        ("yaml/parse", ["yaml/parse", "rule/schema"]),
    ]

    /// The checks that a name in a comment of pint stands for; none if there is no equal.
    static func equals(of name: String) -> [String] { table.first { $0.pint == name }?.names ?? [] }
}
