/// From what runs in the cluster to the label values that its targets put on their series.
extension Cluster {
    private static let name = "prod-eu-west-1"
    private static let fast: Int64 = 15_000
    private static let slow: Int64 = 30_000

    mutating func addScopes(of topology: Topology, churned: Double) {
        addPods(topology)
        addNodes(topology)
        addWorkloads(topology)
        addControlPlane()
        addApplications(topology)
        addUsers(topology, churned: churned)
    }

    /// The labels of a scrape target, in the order of `Scope.init(_:)`.
    private func target(_ job: String, _ endpoint: String, _ instance: String, in namespace: String) -> [String] {
        [Cluster.name, endpoint, instance, job, namespace, job]
    }

    private func kubeState(in namespace: String) -> [String] {
        target("kube-state-metrics", "http", "10.128.7.12:8080", in: namespace)
    }

    private mutating func addPods(_ topology: Topology) {
        for kind in [Scope.Kind.container, .podNetwork, .kubePod, .kubeContainer] {
            for pod in topology.pods {
                let workload = topology.workloads[pod.workload]
                let node = topology.nodes[pod.node]
                let isKubelet = kind == .container || kind == .podNetwork
                let entity = Entity(
                    of: pod, isKubelet ? Target.cadvisor(pod.node) : Target.kubeState, Cluster.slow)
                let kubelet =
                    target("kubelet", "https-metrics", node.address + ":10250", in: workload.namespace)
                    + ["/metrics/cadvisor", node.name]
                let cgroup = "/kubepods/burstable/pod" + pod.uid
                switch kind {
                case .container:
                    for (container, id) in zip(pod.containers, pod.containerIDs) {
                        let image = "registry.example.com/\(container):v1.\(pod.workload % 40).\(pod.generation)"
                        add(kubelet + [container, cgroup + "/" + id, image, pod.name], entity, to: kind)
                    }
                case .podNetwork:
                    add(kubelet + [cgroup, pod.name], entity, to: kind)
                case .kubePod:
                    add(kubeState(in: workload.namespace) + [pod.name, pod.uid], entity, to: kind)
                default:
                    for container in pod.containers {
                        add(kubeState(in: workload.namespace) + [pod.name, pod.uid, container], entity, to: kind)
                    }
                }
            }
        }
    }

    private mutating func addNodes(_ topology: Topology) {
        for (index, node) in topology.nodes.enumerated() {
            add(
                kubeState(in: "monitoring") + [node.name], Entity(Target.kubeState, Cluster.slow, group: index),
                to: .kubeNode)
        }
        for (index, node) in topology.nodes.enumerated() {
            let labels = target("node-exporter", "https", node.address + ":9100", in: "monitoring")
            add(
                labels + ["node-exporter", "node-exporter-" + dice.suffix(.node, index, count: 5), node.name],
                Entity(Target.nodeExporter(index), Cluster.fast, group: index), to: .nodeExporter)
        }
        for (index, node) in topology.nodes.enumerated() {
            let labels = target("kubelet", "https-metrics", node.address + ":10250", in: "kube-system")
            add(
                labels + ["/metrics", node.name], Entity(Target.kubelet(index), Cluster.slow, group: index),
                to: .kubelet)
        }
    }

    private mutating func addWorkloads(_ topology: Topology) {
        let kinds: [Scope.Kind] = [
            .kubeDeployment, .kubeAutoscaler, .kubeStatefulSet, .kubeJob, .kubeService, .kubeReplicaSet, .kubeSecret,
        ]
        for kind in kinds {
            for (index, workload) in topology.workloads.enumerated() {
                // Old replica sets stay for a rollback, and every workload brings a few secrets.
                let objects =
                    switch kind {
                    case .kubeReplicaSet:
                        [workload.replicaSet]
                            + (0..<3).map { workload.name + "-" + dice.suffix(.object, index, $0, count: 10) }
                    case .kubeSecret: ["-config", "-tls", "-token"].map { workload.name + $0 }
                    default: [workload.name]
                    }
                for object in objects {
                    add(
                        kubeState(in: workload.namespace) + [object],
                        Entity(Target.kubeState, Cluster.slow, group: index), to: kind)
                }
            }
        }
    }

    private mutating func addControlPlane() {
        let apiServers = 3 + size.pods / 20_000
        let servers: [(Scope.Kind, String, port: Int, namespace: String, count: Int)] = [
            (.apiServer, "apiserver", 6443, "default", apiServers), (.etcd, "etcd", 2381, "kube-system", 3),
            (.coreDNS, "coredns", 9153, "kube-system", 6), (.scheduler, "kube-scheduler", 10259, "kube-system", 3),
            (.controllerManager, "kube-controller-manager", 10257, "kube-system", 3),
            (.prometheus, "prometheus", 9090, "monitoring", 2),
        ]
        for (kind, job, port, namespace, count) in servers {
            for replica in 0..<count {
                var labels = target(job, "https", "10.0.\(kind.rawValue).\(replica + 10):\(port)", in: namespace)
                if kind != .apiServer { labels += [job, "\(job)-\(replica)"] }
                let entity = Entity(Target.server(kind.rawValue, replica), Cluster.fast, group: kind.rawValue)
                add(labels, entity, to: kind)
            }
        }
    }

    private func applicationLabels(_ pod: Topology.Pod, _ topology: Topology) -> [String] {
        let workload = topology.workloads[pod.workload]
        return target(workload.name, "http-metrics", pod.address + ":8080", in: workload.namespace)
            + [workload.name, pod.name, topology.nodes[pod.node].name]
    }

    /// Three workloads in ten are scraped.
    private mutating func addApplications(_ topology: Topology) {
        for (index, pod) in topology.pods.enumerated() where dice.chance(.presence, pod.workload, -1) < 0.3 {
            let entity = Entity(of: pod, Target.application(index), Cluster.fast)
            add(applicationLabels(pod, topology), entity, to: .application)
        }
    }

    /// One metric of one team has the user's identifier as a label; three routes for each user.
    private mutating func addUsers(_ topology: Topology, churned: Double) {
        let routes = ["/cart", "/checkout", "/orders"]
        for index in 0..<size.users {
            let user = index / routes.count
            let generation = dice.chance(.user, user) < churned ? 1 : 0
            let podIndex = Int(dice.roll(.user, user, 1) % UInt64(min(topology.pods.count, 200)))
            let pod = topology.pods[podIndex]
            let labels = applicationLabels(pod, topology)
            let entity = Entity(
                of: pod, Target.application(podIndex), Cluster.fast, isReplaced: generation > 0)
            let id = dice.uuid(.user, user, 2 + generation)
            add(labels + [id, routes[index % routes.count]], entity, to: .user)
        }
    }
}

/// Numbers of scrape targets, each kind in a range of its own.
private enum Target {
    static let most = 1 << 20
    static let kubeState = 0
    static func cadvisor(_ node: Int) -> Int { most + node }
    static func kubelet(_ node: Int) -> Int { 2 * most + node }
    static func nodeExporter(_ node: Int) -> Int { 3 * most + node }
    static func server(_ kind: Int, _ replica: Int) -> Int { 4 * most + kind * 16 + replica }
    static func application(_ pod: Int) -> Int { 5 * most + pod }
}

extension Entity {
    /// Something in a pod, which lives as long as the pod.
    fileprivate init(of pod: Topology.Pod, _ target: Int, _ interval: Int64, isReplaced: Bool = false) {
        self.init(
            target: target, interval: interval, group: pod.workload, isPodBound: true,
            isReplaced: isReplaced || pod.generation > 0, life: pod.life)
    }

    /// Something that lives longer than any window.
    fileprivate init(_ target: Int, _ interval: Int64, group: Int) {
        self.init(
            target: target, interval: interval, group: group, isPodBound: false, isReplaced: false, life: .whole)
    }
}
