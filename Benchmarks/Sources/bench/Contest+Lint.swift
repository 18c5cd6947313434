import Glibc

/// Rule files, with all default checks.
extension Contest {
    func lint() throws(CommandError) -> [Row] {
        [
            try lint(rules: 20, runs: 20, atMost: 1 / 4),
            try lint(rules: 10_000, runs: runs, atMost: 1 / 8),
        ]
    }

    private func lint(rules: Int, runs: Int, atMost: Double) throws(CommandError) -> Row {
        let path = scratch.directory + "/rules-\(rules).yaml"
        defer { unlink(path) }
        guard let file = fopen(path, "w") else {
            throw CommandError(command: ["bench"], reason: "cannot write \(path)")
        }
        fputs(Self.ruleFile(rules), file)
        fclose(file)
        let results = try Measurement.interleaved(
            [[promtool, "check", "rules", path], [cardscan, "lint", "--fail-on", "never", "--quiet", path]], runs: runs)
        return Row(time: "lint of \(rules) rules", results[1], against: results[0], atMost: atMost)
    }

    /// Recording rules and alerts by turns, 20 a group, as people write them.
    private static func ruleFile(_ count: Int) -> String {
        var text = "groups:\n"
        for number in 0..<count {
            if number % 20 == 0 { text += "  - name: group-\(number / 20)\n    rules:\n" }
            let metric = "http_requests_\(number % 977)"
            text += number % 2 == 0 ? recording(number, metric) : alert(number, metric)
        }
        return text
    }

    private static func recording(_ number: Int, _ metric: String) -> String {
        """
              - record: job_code:\(metric)_\(number):rate5m
                expr: sum by (job, code) (rate(\(metric)_total{job="api",code!~"5.."}[5m]))
                labels:
                  team: team-\(number % 7)

        """
    }

    private static func alert(_ number: Int, _ metric: String) -> String {
        """
              - alert: HighErrors\(number)
                expr: |
                  (
                    sum by (job, instance) (rate(\(metric)_errors_total{job="api", instance=~"host-.+"}[5m]))
                      / sum by (job, instance) (rate(\(metric)_total{job="api"}[5m]))
                  ) > 0.0\(number)
                for: 10m
                labels:
                  severity: page
                annotations:
                  summary: "{{ $labels.job }} on {{ $labels.instance }} fails"
                  description: "{{ $value | humanizePercentage }} of the requests of {{ $labels.job }} fail."

        """
    }
}
