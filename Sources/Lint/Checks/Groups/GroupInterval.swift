import Manifests

/// A group whose results are gone before the next.
enum GroupInterval: Check {
    static let info = CheckInfo(
        "group/interval", .warning,
        summary:
            "A group with recording rules is evaluated less often than every 5 minutes, so that its results have gaps.",
        rationale: """
            A query finds the last sample of the past 5 minutes, unless `--query.lookback-delta` says otherwise. What is recorded \
            every 10 minutes is there for half of the time: graphs have gaps, and alerts on it are resolved in between. Evaluate at \
            least every 5 minutes, or read it with `last_over_time(x[20m])`.
            """,
        faulty: [
            Example(
                file: """
                    groups:
                      - name: capacity
                        interval: ↓10m
                        rules:
                          - record: cluster:node_memory_MemAvailable_bytes:sum
                            expr: sum by (cluster) (node_memory_MemAvailable_bytes)

                    """)
        ],
        clean: [
            Example(
                file: """
                    groups:
                      - name: capacity
                        interval: 3m
                        rules:
                          - record: cluster:node_memory_MemAvailable_bytes:sum
                            expr: sum by (cluster) (node_memory_MemAvailable_bytes)

                    """),
            Example(
                file: """
                    groups:
                      - name: certificates
                        interval: 1h
                        rules:
                          - alert: CertificateExpires
                            expr: probe_ssl_earliest_cert_expiry - time() < 864000

                    """, note: "Nothing is recorded."),
        ])

    private static let lookback: Int64 = 5 * 60 * 1000

    static func visit(_ group: RuleGroup, _ context: inout FileContext) {
        guard let interval = group.interval, interval.milliseconds > Self.lookback,
            group.rules.contains(where: { $0.kind == .recording })
        else { return }
        context.report(
            "what is recorded every \(interval.scalar.value) is found for 5 minutes only, then it is gone until the next",
            at: interval.scalar.fileRange, advice: "evaluate at least every 5m, or read it with last_over_time()")
    }
}
