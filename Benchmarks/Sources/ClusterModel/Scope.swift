/// The things of one kind that expose the same metrics, with the labels that all of their series carry.
struct Scope: Sendable {
    enum Kind: Int, CaseIterable, Sendable {
        case container, podNetwork, kubePod, kubeContainer, kubeNode
        case kubeDeployment, kubeAutoscaler, kubeStatefulSet, kubeJob, kubeService, kubeReplicaSet, kubeSecret
        case nodeExporter, kubelet, apiServer, etcd, coreDNS, scheduler, controllerManager, prometheus
        case application, user

        /// Part of the cluster itself, where every member of a kind runs the same software.
        var isServer: Bool { (Kind.nodeExporter.rawValue...Kind.prometheus.rawValue).contains(rawValue) }
        var isOnEveryNode: Bool { self == .nodeExporter || self == .kubelet }
    }

    let labels: [String]
    var names: [SymbolID] = []
    /// One row of label values for each entity, in the order of `labels`.
    var values: [SymbolID] = []
    /// Where this scope's entities are in the cluster's list.
    var entities: Range<Int> = 0..<0
}

/// One container, pod, node or server: what the series of one row of label values belong to.
package struct Entity: Sendable {
    /// What is scraped; its series share their sample times.
    package let target: Int
    /// Milliseconds between two scrapes of the target.
    package let interval: Int64
    /// The workload or node that decides which combinations of label values exist.
    let group: Int
    /// Belongs to a pod, and so may be replaced between two blocks.
    let isPodBound: Bool
    /// Is another one than in the cluster of the same seed without churn.
    package let isReplaced: Bool
    package let life: Life
}

extension Scope {
    /// The label names of each kind, as kube-prometheus attaches them.
    init(_ kind: Kind) {
        let target = ["cluster", "endpoint", "instance", "job", "namespace", "service"]
        let monitored = target + ["container", "pod"]
        let kubelet = target + ["metrics_path", "node"]
        switch kind {
        case .container: self.init(labels: kubelet + ["container", "id", "image", "pod"])
        case .podNetwork: self.init(labels: kubelet + ["id", "pod"])
        case .kubePod: self.init(labels: target + ["pod", "uid"])
        case .kubeContainer: self.init(labels: target + ["pod", "uid", "container"])
        case .kubeNode: self.init(labels: target + ["node"])
        case .kubeDeployment: self.init(labels: target + ["deployment"])
        case .kubeAutoscaler: self.init(labels: target + ["horizontalpodautoscaler"])
        case .kubeStatefulSet: self.init(labels: target + ["statefulset"])
        case .kubeJob: self.init(labels: target + ["job_name"])
        case .kubeService: self.init(labels: target + ["exported_service"])
        case .kubeReplicaSet: self.init(labels: target + ["replicaset"])
        case .kubeSecret: self.init(labels: target + ["secret"])
        case .kubelet: self.init(labels: kubelet)
        case .apiServer: self.init(labels: target)
        case .nodeExporter, .application: self.init(labels: monitored + ["node"])
        case .etcd, .coreDNS, .scheduler, .controllerManager, .prometheus: self.init(labels: monitored)
        case .user: self.init(labels: monitored + ["node", "user_id", "route"])
        }
    }
}
