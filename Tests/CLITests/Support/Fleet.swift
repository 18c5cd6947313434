import Foundation

/// Pods of an imagined node, as its kubelet, cAdvisor and kube-state-metrics expose them, state by state.
///
/// Every pod is away for a state or two and comes back under another `uid`; some live for one state only.
struct Fleet {
    static let states = 5
    private static let volumes = ["data", "tmp"]
    static let containers = ["app", "proxy"]
    /// In exposition order, which is not the order of their values.
    static let cpus = [2, 0, 3, 1]
    private static let startBounds = ["0.5", "1", "2.5", "5", "10", "30", "60", "+Inf"]
    private static let runtimeBounds = ["1", "5", "10", "30", "60", "+Inf"]
    private static let phases = ["Failed", "Pending", "Running", "Succeeded", "Unknown"]

    static let kubelet = "/metrics"
    static let cadvisor = "/metrics/cadvisor"
    static let state = "/state"

    let pods: Int
    /// Of those that live for one state.
    var batchPods: Int { pods / 20 }

    /// Labels of one pod's series in one state.
    private struct Pod {
        let name: String
        let uid: String
        var labels: String { "namespace=\"ns-\(name.utf8.reduce(0) { $0 &+ Int($1) } % 4)\",pod=\"\(name)\"" }
    }

    private func pods(in state: Int) -> [Pod] {
        let lasting = (0..<pods).compactMap { number -> Pod? in
            // Lives are told apart by how often it was away before.
            let away = number.isMultiple(of: 2) ? [1, 3] : [2]
            if away.contains(state) { return nil }
            return Pod(name: "web-\(number)", uid: "\(number)-\(away.count { $0 < state })")
        }
        return lasting
            + (0..<batchPods).map { Pod(name: "batch-\(state)-\($0)", uid: "batch-\(state)-\($0)") }
    }

    func alive(in state: Int) -> Int { pods(in: state).count }

    /// By path, the text of every state.
    func pages() -> [String: [Data]] {
        var pages: [String: [Data]] = [:]
        for state in 0..<Self.states {
            let pods = pods(in: state)
            pages[Self.kubelet, default: []].append(Data(kubelet(pods, state).utf8))
            pages[Self.cadvisor, default: []].append(Data(cadvisor(pods, state).utf8))
            pages[Self.state, default: []].append(Data(stateMetrics(pods, state).utf8))
        }
        return pages
    }

    private func kubelet(_ pods: [Pod], _ state: Int) -> String {
        var text = "# TYPE kubelet_pod_start_seconds histogram\n"
        for pod in pods {
            for (index, bound) in Self.startBounds.enumerated() {
                text += "kubelet_pod_start_seconds_bucket{\(pod.labels),le=\"\(bound)\"} \(index + state)\n"
            }
        }
        for pod in pods {
            for (index, bound) in Self.runtimeBounds.enumerated() {
                text += "kubelet_runtime_seconds_bucket{\(pod.labels),le=\"\(bound)\"} \(index + state)\n"
            }
        }
        return text + volumes(pods, 1)
    }

    /// Both endpoints of the kubelet have them.
    private func volumes(_ pods: [Pod], _ value: Int) -> String {
        var text = ""
        for pod in pods {
            for volume in Self.volumes {
                text += "pod_volume_used_bytes{\(pod.labels),volume=\"\(volume)\"} \(value)\n"
            }
        }
        return text
    }

    static func cpuValue(_ cpu: Int, _ state: Int) -> Int { (cpu + 1) * 1000 + state }

    private func cadvisor(_ pods: [Pod], _ state: Int) -> String {
        var text = "# TYPE container_cpu_usage_seconds_total counter\n"
        for pod in pods {
            for container in Self.containers {
                for cpu in Self.cpus {
                    text += "container_cpu_usage_seconds_total{\(pod.labels),uid=\"\(pod.uid)\","
                    text += "container=\"\(container)\",cpu=\"\(cpu)\"} \(Self.cpuValue(cpu, state))\n"
                }
            }
        }
        for pod in pods {
            for interface in ["eth0", "eth1"] {
                text += "container_network_receive_bytes_total{\(pod.labels),uid=\"\(pod.uid)\","
                text += "interface=\"\(interface)\"} \(state)\n"
            }
        }
        for pod in pods {
            for task in ["running", "sleeping", "stopped", "iowaiting", "uninterruptible"] {
                text += "container_tasks_state{\(pod.labels),uid=\"\(pod.uid)\",state=\"\(task)\"} 1\n"
            }
        }
        return text + volumes(pods, 2)
    }

    private func stateMetrics(_ pods: [Pod], _ state: Int) -> String {
        var text = ""
        for pod in pods {
            for phase in Self.phases {
                text += "kube_pod_status_phase{\(pod.labels),uid=\"\(pod.uid)\",phase=\"\(phase)\"} 1\n"
            }
        }
        for pod in pods {
            text += "kube_pod_info{\(pod.labels),uid=\"\(pod.uid)\"} 1\n"
        }
        // Under another uid from one scrape to the next.
        for number in 0..<self.pods {
            text += "kube_node_info{node=\"node-\(number)\",uid=\"\(number)-\(state / 3)\"} 1\n"
        }
        for pod in pods {
            text += "billing_invoices_open{job=\"billing\",instance=\"billing-0\",\(pod.labels)} \(state)\n"
        }
        return text
    }

    /// Who reads them.
    static let rules = """
        groups:
          - name: pods
            rules:
              - alert: PodFails
                expr: sum by (namespace, pod) (kube_pod_status_phase{phase=~"Failed|Pending"}) > 0
              - alert: PodIsBusy
                expr: sum by (namespace, pod, container) (rate(container_cpu_usage_seconds_total[5m])) > 1
              - alert: PodIsFlooded
                expr: sum by (namespace, pod, interface) (rate(container_network_receive_bytes_total[5m])) > 1e9
              - alert: PodStartsSlowly
                expr: histogram_quantile(0.9, sum by (le, namespace, pod) (rate(kubelet_pod_start_seconds_bucket[5m]))) > 5
              - alert: RuntimeIsSlow
                expr: >-
                  kubelet_runtime_seconds_bucket{le="5"}
                  / ignoring (le) kubelet_runtime_seconds_bucket{le="+Inf"} < 0.9
              - alert: VolumeIsFull
                expr: sum by (namespace, pod, volume) (pod_volume_used_bytes) > 1e12
              - alert: NodeIsLost
                expr: count by (node) (kube_node_info) == 0
              - alert: PodIsTwice
                expr: count by (namespace, uid) (kube_pod_info) > 1

        """

    /// A prometheus.yml that scrapes `port`, with rules by job as they stand in one. Two endpoints have one job and
    /// instance, and one scrape configuration honours labels.
    static func configuration(port: UInt16, rules: [String: String] = [:]) -> String {
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        scrape_configs:
          - job_name: kubelet
            static_configs:
              - targets: ["127.0.0.1:\(port)"]
                labels: {instance: node-0}
              - targets: ["127.0.0.1:\(port)"]
                labels: {instance: node-0, __metrics_path__: \(cadvisor)}
            relabel_configs:
              - {source_labels: [__metrics_path__], target_label: metrics_path}
        \(rules["kubelet"] ?? "")
          - job_name: state
            honor_labels: true
            metrics_path: \(state)
            static_configs:
              - targets: ["127.0.0.1:\(port)"]
                labels: {instance: state-0}
        \(rules["state"] ?? "")

        """
    }
}
