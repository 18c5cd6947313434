/// The fields of rule files, and who reads which.
///
/// vmalert's are those of `app/vmalert/config`; `tenant` is of its enterprise edition. Mimir's are those of its fork of
/// `rulefmt`, and `namespace` and `remote_write` of `mimirtool` (`pkg/mimirtool/rules`).
enum RuleFields {
    static let file = FieldSchema("a rule file", [KnownField("groups"), KnownField("namespace", [.mimir])])

    /// The specification of a PrometheusRule.
    static let resource = FieldSchema("the spec of a PrometheusRule", [KnownField("groups")])

    static let group = FieldSchema("a rule group", ofGroup(strategy: [.thanos]))
    /// The operator hands the strategy to Thanos, whoever reads the rest.
    static let resourceGroup = FieldSchema("a rule group", ofGroup(strategy: Set(Dialect.allCases)))

    private static func ofGroup(strategy: Set<Dialect>) -> [KnownField] {
        [
            KnownField("name"), KnownField("interval"), KnownField("query_offset", [.prometheus, .thanos, .mimir]),
            KnownField("limit"), KnownField("labels"), KnownField("rules"),
            KnownField("partial_response_strategy", strategy),
            KnownField("source_tenants", [.mimir]), KnownField("evaluation_delay", [.mimir]),
            KnownField("align_evaluation_time_on_interval", [.mimir]), KnownField("remote_write", [.mimir]),
            KnownField("type", [.vmalert]), KnownField("eval_offset", [.vmalert]),
            KnownField("eval_delay", [.vmalert]), KnownField("eval_alignment", [.vmalert]),
            KnownField("concurrency", [.vmalert]), KnownField("params", [.vmalert]),
            KnownField("headers", [.vmalert]), KnownField("notifier_headers", [.vmalert]),
            KnownField("debug", [.vmalert]), KnownField("tenant", [.vmalert]),
        ]
    }

    static let rule = FieldSchema(
        "a rule",
        [
            KnownField("record"), KnownField("alert"), KnownField("expr"), KnownField("for"),
            KnownField("keep_firing_for"), KnownField("labels"), KnownField("annotations"),
            KnownField("debug", [.vmalert]), KnownField("update_entries_limit", [.vmalert]),
        ])
}
