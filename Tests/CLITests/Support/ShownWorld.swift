import Foundation

/// A directory in which commands of the documentation find what they speak of: data, snapshots of several days, rules,
/// dashboards, a repository of git. Where they say `/prometheus`, it is the sample.
struct ShownWorld {
    private let directory: TemporaryDirectory
    private var place: URL { URL(fileURLWithPath: directory.path) }

    /// Made once; everybody gets a copy, as commands write files.
    private static let made = Result {
        let directory = try TemporaryDirectory()
        let run = try Binary.run(script, in: URL(fileURLWithPath: directory.path), ["HOME": directory.path])
        guard run.status == 0 else { throw LiveFailure("the world of the documentation: \(run.err)") }
        return directory
    }

    init() throws {
        directory = try TemporaryDirectory()
        let copied = try Binary.run("cp -a \"$WORLD\"/. .", in: place, ["WORLD": try Self.made.get().path])
        guard copied.status == 0 else { throw LiveFailure("the world of the documentation: \(copied.err)") }
    }

    /// Absolute places of a server, and what they are here.
    private static let places = [
        ("/backup/01JC...", "prometheus/01M81WDCXQSF2N57YGYT0NM7HE"),
        ("/prometheus/01JD...", "prometheus/01M81WQRH5YYE1PFXC3BW0CGD5"),
        (" /prometheus", " prometheus"), ("/var/lib/", "var/"), ("/usr/share/", "share/"),
        ("DIR/BLOCK", "prometheus/01M81WQRH5YYE1PFXC3BW0CGD5"), ("DIR/ID", "prometheus/01M81WQRH5YYE1PFXC3BW0CGD5"),
        (" DIR", " prometheus"), (" SOURCE", " prometheus"),
    ]

    /// The result of a command. `listen` is stopped when it has had time to start: 124 is its status then.
    func run(_ command: String) throws -> (out: String, err: String, status: Int32) {
        var command = Self.places.reduce(command) { $0.replacing($1.0, with: $1.1) }
        if command.hasPrefix("cardscan listen") {
            command = "timeout -s TERM 3 \"$CARDSCAN\"" + command.dropFirst(8) + " --address 127.0.0.1:0"
        }
        return try Binary.run(Self.others + command, in: place, ["HOME": directory.path])
    }

    /// Programs that commands get their input from.
    private static let others = """
        curl() { cat metrics.txt; }
        helm() { cat rules/node.yaml; }

        """

    private static let script = """
        set -e
        ln -s "$TESTDATA/sample" prometheus
        ln -s "$TESTDATA" testdata
        mkdir -p rules/budgets rules/policy dashboards monitors blocks var/node_exporter var/cardscan
        mkdir -p share/bash-completion/completions share/zsh/vendor-completions share/fish/vendor_completions.d
        ln -s ../prometheus/01M81WDCXQSF2N57YGYT0NM7HE ../prometheus/01M81WQRH5YYE1PFXC3BW0CGD5 blocks/
        for name in block-1 block-2; do ln -s prometheus/01M81WDCXQSF2N57YGYT0NM7HE $name; done
        cp "$TESTDATA"/usage/*.y*ml rules/
        cp "$TESTDATA"/usage/*.json dashboards/
        cp "$TESTDATA"/../rules/budgets/*.yaml rules/budgets/
        cp "$TESTDATA"/../rules/policy/*.yaml rules/policy/
        cp rules/budgets/application.yaml fleet.yaml
        printf 'groups:\\n- {name: new, rules: [{record: "job:up:sum", expr: sum by (job) (up)}]}\\n' > rules/new.yaml
        for day in series monday friday old new yesterday; do
            if [ -e series.cardscan ]; then cp series.cardscan $day.cardscan
            else cardscan snapshot prometheus --quiet -o series.cardscan; fi
        done
        cardscan analyze prometheus --quiet --limit 0 --format json -o before.json
        cp before.json after.json
        cardscan budget prometheus --quiet --write --by team -o budget.yaml
        printf '{"params":{"query":"up"},"ts":"2026-11-22T15:00:00.000Z"}\\n' > query.log
        printf '{"expr": "sum by (job) (up)"}\\n' > requests.jsonl
        printf 'http_requests_total{path="/a",code="200"} 1\\nup 1\\n' > metrics.txt
        printf '{"labels":{"__name__":"up","job":"node"}}\\n' > series.jsonl
        echo 'sum by (job) (up)' > expression.promql
        cat > rules.yml <<'END'
        - {action: drop, source_labels: [__name__], regex: go_gc_.*}
        END
        cat > rules_test.yml <<'END'
        tests:
          - {series: 'go_gc_duration_seconds{job="shop"}', expect: dropped}
        END
        cat > prometheus.yml <<'END'
        scrape_configs:
          - job_name: api
            metric_relabel_configs: &drop
              - {action: drop, source_labels: [__name__], regex: go_gc_.*}
            static_configs: [{targets: ["api:8080"]}]
          - job_name: node
            metric_relabel_configs: *drop
            static_configs: [{targets: ["node:9100"]}]
        END
        cat > monitors/shop.yaml <<'END'
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: {name: shop, namespace: shop}
        spec:
          jobLabel: app
          selector: {matchLabels: {app: shop}}
          endpoints: [{port: http}]
        END
        mkdir faults
        cat > faults/rules.yml <<'END'
        groups:
          - name: faults
            rules:
              - alert: Down
                expr: up{job="nodes"} == 0
              - alert: Syntax
                expr: sum(up
              - {alert: Slow, expr: 'histogram_quantile(0.9, sum by (job) (rate(http_request_duration_seconds_bucket[5m]))) > 1'}
              - {record: 'job:up:sum', expr: sum by (job) (up)}
              - {record: 'job:up:sum', expr: sum by (job) (up)}
        END
        cat > faults/drop.yml <<'END'
        - {action: drop, regex: x}
        - {action: labeldrop, regex: user_id|path}
        - {action: nothing}
        END
        git init -q -b main .
        git add rules
        git -c user.name=a -c user.email=a@example.com commit -q -m a
        git update-ref refs/remotes/origin/main HEAD
        """
}
