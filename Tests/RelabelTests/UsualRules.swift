@testable import Relabel

/// Twenty rules such as people write for Kubernetes: mostly metrics dropped by name, as in Benchmarks/relabel.yml.
enum UsualRules {
    static let rules: [RelabelRule] =
        dropped.map { RelabelRule(.drop, from: ["__name__"], regex: $0) } + [
            RelabelRule(
                .drop, from: ["__name__", "le"],
                regex: "apiserver_request_duration_seconds_bucket;(0\\.15|0\\.2|0\\.3|0\\.35|0\\.45)(\\.0)?"),
            RelabelRule(.drop, from: ["__name__", "scope"], regex: "container_memory_failures_total;hierarchy"),
            RelabelRule(
                .drop, from: ["__name__", "interface"], regex: "container_network_.*;(cali|cilium|cni|lxc|tunl).*"),
            RelabelRule(.drop, from: ["id", "pod"], regex: ".+;"),
            RelabelRule(.drop, from: ["__name__", "device"], regex: "node_network_.*;(veth|cali|lxc).*"),
            RelabelRule(.replace, from: ["__name__"], regex: "http_requests_total", to: "user_id", replacement: ""),
            RelabelRule(
                .replace, from: ["__name__", "instance"], regex: "(?:node_load|shop_).*;([^:]+):\\d+", to: "node"),
            RelabelRule(.labeldrop, regex: "uid|container_id|image_id"),
            RelabelRule(.keep, from: ["namespace"], regex: "kube-system|monitoring|default||.*[a-z0-9]"),
        ]

    private static let dropped = [
        "apiserver_request_(slo|sli)_duration_seconds_bucket", "etcd_(debugging|disk|server).*", "go_(gc|memstats)_.*",
        "kubelet_(pod_worker|pod_start|cgroup_manager)_latency_microseconds",
        "container_(network_tcp_usage_total|network_udp_usage_total|tasks_state|cpu_load_average_10s)",
        "container_(fs_.*|spec_.*)", "workqueue_(work|queue)_duration_seconds_bucket",
        "rest_client_(request|rate_limiter)_duration_seconds_bucket", "scheduler_(e2e|framework_extension_point).*",
        "kube_(secret|configmap|endpoint|replicaset)_.*", "node_(cooling_device|nf_conntrack|softnet|netstat_Icmp).*",
    ]
}
