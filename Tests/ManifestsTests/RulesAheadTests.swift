import Manifests
import PromQL
import Testing
import YAML

/// Rules that are read while their file is still being parsed are those that are read afterwards.
@Suite struct RulesAheadTests {
    /// Rules of every kind, sound and not, in more bytes than are read by one thread.
    private static let rules: String = (0..<400).map { number in
        """
            - record: job:requests_\(number):rate5m
              expr: sum by (job) (rate(requests_\(number)_total{job=~"a|b"}[5m]))
            - alert: Sound\(number)
              expr: |
                up{number="\(number)"} == 0
              for: 5m
              labels: &labels\(number) {severity: page}
              annotations: {summary: "{{ $labels.job }} is down"}
            - alert: Unparsable\(number)
              expr: sum(rate(x[5m])
            - {alert: NoExpression\(number), labels: *labels\(number)}
            - &base\(number)
              alert: Base\(number)
              expr: up{number="\(number)"} > 1
              fro: 5m
            - *base\(number)
            - <<: *base\(number)
              record: Merged\(number)

        """
    }.joined()

    private static let plain = "groups:\n- name: a\n  rules:\n" + rules

    private func reading(_ text: String, threads: Int, dialect: Dialect = .prometheus) -> [String] {
        var options = ManifestOptions()
        options.threads = threads
        options.dialect = dialect
        let file = ManifestReader(options: options).read(path: "rules.yml", source: SourceText(text))
        var lines = file.faults.map { "\($0.kind) \($0.range) \($0.message) \($0.advice ?? "")" }
        for case .rules(let content) in file.contents {
            for rule in content.groups.flatMap(\.rules) {
                let labels = rule.labels.map { "\($0.key.value)=\($0.value.value)" }
                lines.append("\(rule.name.value) \(rule.fileRange) \(rule.expression) \(labels)")
            }
        }
        return lines
    }

    @Test(arguments: [
        plain,
        // Cut off: what was read ahead of the error is of no document.
        plain + "- name: [\n",
        // Two documents, of which the second is ignored.
        plain + "---\n" + plain,
        // Other dialects' groups have other languages.
        "groups:\n- name: a\n  type: graphite\n  rules:\n" + rules,
        "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec:\n  groups:\n"
            + "  - name: a\n    rules:\n" + rules,
        "apiVersion: operator.victoriametrics.com/v1beta1\nkind: VMRule\nmetadata: {name: a}\nspec:\n  groups:\n"
            + "  - name: a\n    rules:\n" + rules,
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  rules.yml: |\n"
            + plain.split(separator: "\n").map { "    \($0)\n" }.joined(),
        // Alike at the same bytes, and yet not the same text.
        plain.replacing("sum by (job)", with: "sum by ({{ .Values.by }})"),
    ])
    func areTheSame(_ text: String) {
        for dialect in [Dialect.prometheus, .vmalert] {
            let expected = reading(text, threads: 1, dialect: dialect)
            #expect(!expected.isEmpty)
            for threads in [2, 5] { #expect(reading(text, threads: threads, dialect: dialect) == expected) }
        }
    }
}
