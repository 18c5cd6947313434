@testable import Relabel

/// Twenty rules such as people write for Kubernetes.
enum UsualRules {
    static let rules: [RelabelRule] = [
        RelabelRule(
            .drop, from: ["__name__", "le"], regex: "apiserver_request_duration_seconds_bucket;(0.15|0.2|0.3|0.35|0.45)"
        ),
        RelabelRule(.drop, from: ["__name__"], regex: "etcd_(debugging|disk|server).*"),
        RelabelRule(.drop, from: ["__name__"], regex: "go_(gc|memstats)_.*"),
        RelabelRule(
            .drop, from: ["__name__"], regex: "container_(network_tcp_usage_total|tasks_state|cpu_load_average_10s)"),
        RelabelRule(.drop, from: ["container", "__name__"], regex: ";container_(fs|memory)_.*"),
        RelabelRule(.drop, from: ["__name__", "scope"], regex: "container_memory_failures_total;hierarchy"),
        RelabelRule(.drop, from: ["namespace"], regex: "kube-test-.*"),
        RelabelRule(.drop, from: ["device"], regex: "(veth|cali|lxc).*"),
        RelabelRule(.drop, from: ["interface"], regex: "cni[0-9]+|docker.*"),
        RelabelRule(.replace, from: ["instance"], regex: "([^:]+)(?::\\d+)?", to: "node", replacement: "$1"),
        RelabelRule(
            .replace, from: ["namespace", "pod"], separator: "/", regex: "(.+)/(.+)", to: "workload",
            replacement: "$1/$2"),
        RelabelRule(.replace, from: ["__name__"], regex: "kube_.*", to: "source", replacement: "ksm"),
        RelabelRule(.replace, regex: "", to: "cluster", replacement: "c1"),
        RelabelRule(.lowercase, from: ["job"], to: "job"),
        RelabelRule(.hashmod, from: ["instance"], modulus: 4, to: "__tmp_shard"),
        RelabelRule(.keep, from: ["__tmp_shard"], regex: "0|1|2|3"),
        RelabelRule(.labelmap, regex: "label_(.+)"),
        RelabelRule(.labeldrop, regex: "(uid|container_id|image_id|label_.*)"),
        RelabelRule(.labeldrop, regex: "__tmp_.*"),
        RelabelRule(.drop, from: ["le"], regex: "0.00[0-9]+"),
    ]
}
