import Glibc

/// Rules against the series of a block and of its snapshot.
extension Contest {
    func lintData() throws(CommandError) -> [Row] {
        let data = try scratch.data(.block(series: 1_000_000))
        let snapshot = scratch.directory + "/lint-data.snapshot"
        let path = scratch.directory + "/kubernetes-rules.yaml"
        defer {
            unlink(snapshot)
            unlink(path)
        }
        _ = try Measurement([cardscan, "snapshot", data.directory, "-o", snapshot])
        if lintRules == nil {
            guard let file = fopen(path, "w") else {
                throw CommandError(command: ["bench"], reason: "cannot write \(path)")
            }
            fputs(KubernetesRules.text, file)
            fclose(file)
        }
        let lint = [cardscan, "lint", "--fail-on", "never", "--quiet"] + (lintRules ?? [path]) + ["--data"]
        let results = try Measurement.interleaved(
            [try promtool(data), lint + [data.directory], lint + [snapshot]], runs: fewRuns)
        var rows: [Row] = []
        for (name, ours) in [("block", results[1]), ("snapshot", results[2])] {
            rows.append(
                Row(time: "lint against the \(name) of 1M series", ours, against: results[0], atMost: 1 / 5))
            rows.append(
                Row(
                    "lint against the \(name) of 1M series: MiB", ours.peak,
                    from: Row.mebibytes(ours.peak), atMost: 500))
        }
        return rows
    }
}

/// Rules over the metrics of the generated cluster, of the kinds and in the number that kube-prometheus has them.
private enum KubernetesRules {
    static var text: String {
        var rules: [String] = []
        for name in ["cpu_usage_seconds", "cpu_user_seconds", "cpu_system_seconds"] {
            for labels in ["namespace, pod, container", "namespace, pod", "namespace", "node"] {
                rules.append(
                    record(
                        "\(labels.replacing(", ", with: "_")):container_\(name):rate5m",
                        "sum by (\(labels)) (rate(container_\(name)_total{container!=\"\"}[5m]))"))
            }
        }
        for name in ["memory_cache", "memory_rss", "memory_working_set_bytes", "memory_swap"] {
            rules.append(
                record(
                    "node_namespace_pod_container:container_\(name)",
                    "container_\(name){image!=\"\"} * on (namespace, pod) group_left (node) "
                        + "topk by (namespace, pod) (1, max by (namespace, pod, node) (kube_pod_info{node!=\"\"}))"))
        }
        for kind in ["requests", "limits"] {
            for resource in ["cpu", "memory"] {
                rules.append(
                    record(
                        "namespace_\(resource):kube_pod_container_resource_\(kind):sum",
                        "sum by (namespace) (sum by (namespace, pod) (max by (namespace, pod, container) ("
                            + "kube_pod_container_resource_\(kind){resource=\"\(resource)\"})) * on (namespace, pod) group_left () "
                            + "max by (namespace, pod) (kube_pod_status_phase{phase=~\"Pending|Running\"} == 1))"))
            }
        }
        for (name, label) in [
            ("apiserver_request_duration_seconds", "verb"), ("etcd_request_duration_seconds", "operation"),
            ("http_request_duration_seconds", "handler"), ("grpc_server_handling_seconds", "grpc_method"),
            ("kubelet_runtime_operations_duration_seconds", "operation_type"),
        ] {
            for window in ["5m", "30m", "1h"] {
                rules.append(
                    record("\(label):\(name):rate\(window)", "sum by (\(label)) (rate(\(name)_count[\(window)]))"))
                for quantile in ["0.5", "0.9", "0.99"] {
                    rules.append(
                        record(
                            "\(label):\(name):p\(quantile.dropFirst(2))_\(window)",
                            "histogram_quantile(\(quantile), sum by (\(label), le) (rate(\(name)_bucket[\(window)])))"))
                }
                rules.append(
                    alert(
                        "Slow \(name) \(window)",
                        "histogram_quantile(0.99, sum by (instance, le) (rate(\(name)_bucket[\(window)]))) > 1"))
            }
        }
        let states = [
            "kube_pod_status_phase{phase=\"Failed\"}", "kube_pod_status_ready{condition=\"false\"}",
            "kube_pod_status_scheduled{condition=\"false\"}", "kube_deployment_status_condition{status=\"false\"}",
            "kube_node_status_condition{condition=\"Ready\", status!=\"true\"}",
            "kube_pod_container_status_last_terminated_reason{reason=\"OOMKilled\"}",
        ]
        for state in states {
            for labels in ["namespace", "namespace, pod", "node", "instance"] {
                rules.append(alert("State of \(labels)", "sum by (\(labels)) (\(state) == 1) > 0"))
                rules.append(
                    alert(
                        "State of many \(labels)",
                        "count by (\(labels)) (\(state) == 1) / count by (\(labels)) (up) > 0.1"))
            }
        }
        var number = 0
        while rules.count < 234 {
            number += 1
            rules.append(
                alert(
                    "Errors \(number)",
                    "sum by (namespace, job) (rate(http_requests_total{code=~\"5..\", handler!~\"/x\(number).*\"}[5m])) "
                        + "/ sum by (namespace, job) (rate(http_requests_total[5m])) > 0.0\(number)"))
        }
        var text = "groups:\n"
        for (number, rule) in rules.enumerated() {
            if number % 10 == 0 { text += "  - name: group-\(number / 10)\n    rules:\n" }
            text += rule
        }
        return text
    }

    private static func record(_ name: String, _ expression: String) -> String {
        "      - record: \(name)\n        expr: |-\n          \(expression)\n"
    }

    private static func alert(_ name: String, _ expression: String) -> String {
        "      - alert: \(name)\n        expr: |-\n          \(expression)\n        for: 15m\n"
            + "        labels: {severity: warning}\n"
    }
}
