/// Rules of services as teams write them, or write a generator for.
///
/// The shape is that of kube-prometheus: three alerts to two recording rules, 500 bytes a rule, of which half is the
/// texts of alerts. No two of those texts are the same. promtool finds nothing in it, and lint neither.
enum RuleFile {
    /// 20 rules a group, for four services.
    static func text(rules count: Int) -> String {
        var text = "groups:\n"
        for number in 0..<count {
            if number % 20 == 0 { text += "  - name: group-\(number / 20)\n    rules:\n" }
            let service = Service(number / 20, number % 20 / 5)
            switch number % 5 {
            case 0: text += service.requestRate
            case 1: text += service.errors
            case 2: text += service.latency
            case 3: text += service.replicas
            default: text += service.queue
            }
        }
        return text
    }

    private struct Service {
        let job: String
        let metric: String
        let alert: String
        /// Thresholds and teams differ.
        let number: Int

        init(_ group: Int, _ index: Int) {
            job = "service-\(group)-\(index)"
            metric = "service_\(group)_\(index)"
            alert = "Service\(group)x\(index)"
            number = group * 4 + index
        }

        var requestRate: String {
            """
                  - record: job_code:\(metric)_requests:rate5m
                    expr: sum by (job, code) (rate(\(metric)_requests_total{job="\(job)",code!~"5.."}[5m]))
                    labels:
                      team: team-\(number % 7)

            """
        }

        var latency: String {
            """
                  - record: job_handler:\(metric)_duration_seconds:p99
                    expr: histogram_quantile(0.99, sum by (job, handler, le) \
            (rate(\(metric)_duration_seconds_bucket{job="\(job)"}[5m])))
                    labels:
                      team: team-\(number % 7)

            """
        }

        var errors: String {
            """
                  - alert: \(alert)Errors
                    annotations:
                      description: "{{ $value | humanizePercentage }} of the requests that \(job) serves on {{ \
            $labels.instance }} in {{ $labels.namespace }} fail, which is more than it may have for its objective \
            of this month."
                      runbook_url: https://runbooks.example.com/services/\(job)/errors
                      summary: \(job) answers with errors.
                    expr: |
                      (
                        sum by (namespace, instance) (rate(\(metric)_requests_total{job="\(job)", code=~"5.."}[5m]))
                          /
                        sum by (namespace, instance) (rate(\(metric)_requests_total{job="\(job)"}[5m]))
                      ) > 0.0\(number % 9 + 1)
                    for: 10m
                    labels:
                      severity: page

            """
        }

        var replicas: String {
            """
                  - alert: \(alert)ReplicasMismatch
                    annotations:
                      description: Deployment {{ $labels.namespace }}/{{ $labels.deployment }} of \(job) has not \
            matched the expected number of replicas for longer than 15 minutes.
                      runbook_url: https://runbooks.example.com/services/\(job)/replicas
                      summary: \(job) has not the replicas that it should have.
                    expr: |
                      (
                        kube_deployment_spec_replicas{job="kube-state-metrics", deployment="\(job)"}
                          >
                        kube_deployment_status_replicas_available{job="kube-state-metrics", deployment="\(job)"}
                      ) and (
                        changes(kube_deployment_status_replicas_updated{job="kube-state-metrics", \
            deployment="\(job)"}[10m])
                          ==
                        0
                      )
                    for: 15m
                    labels:
                      severity: warning

            """
        }

        var queue: String {
            """
                  - alert: \(alert)QueueFull
                    annotations:
                      description: 'The queue of \(job) on {{ $labels.pod }} holds {{ printf "%.0f" $value }} jobs.'
                      runbook_url: https://runbooks.example.com/services/\(job)/queue
                      summary: The queue of \(job) is filling up.
                    expr: max by (namespace, pod) (\(metric)_queue_length{job="\(job)"}) > \(100 + number % 50)
                    for: 5m
                    labels:
                      severity: warning

            """
        }
    }
}
