import YAML

extension CuratedList {
    /// The files of `rules/relabel`, which SwiftPM embeds: the binary needs no file beside it.
    ///
    /// Each is named here, since a file that is embedded becomes a constant; a test compares the names with the folder.
    private static let files: [(name: String, bytes: [UInt8])] = [
        ("apiserver.yaml", PackageResources.apiserver_yaml),
        ("cadvisor.yaml", PackageResources.cadvisor_yaml),
        ("client-go.yaml", PackageResources.client_go_yaml),
        ("coredns.yaml", PackageResources.coredns_yaml),
        ("etcd.yaml", PackageResources.etcd_yaml),
        ("go-runtime.yaml", PackageResources.go_runtime_yaml),
        ("kube-proxy.yaml", PackageResources.kube_proxy_yaml),
        ("kube-scheduler.yaml", PackageResources.kube_scheduler_yaml),
        ("kube-state-metrics.yaml", PackageResources.kube_state_metrics_yaml),
        ("kubelet.yaml", PackageResources.kubelet_yaml),
        ("node-exporter.yaml", PackageResources.node_exporter_yaml),
    ]

    /// All lists that come with the program, by file name.
    package static func embedded() throws(CuratedFault) -> [CuratedList] {
        var lists: [CuratedList] = []
        for file in files { lists.append(try CuratedList(file: file.name, source: SourceText(file.bytes))) }
        return lists
    }
}
