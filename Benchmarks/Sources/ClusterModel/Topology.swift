import Glibc

/// What runs in the cluster: nodes, workloads and their pods.
struct Topology: Sendable {
    struct Node: Sendable {
        let name: String
        let address: String
    }

    struct Workload: Sendable {
        let name: String
        let namespace: String
        let replicaSet: String
        let isStateful: Bool
    }

    struct Pod: Sendable {
        let workload: Int
        let node: Int
        let name: String
        let uid: String
        let address: String
        let life: Life
        /// The application's container, and for two pods in five a proxy beside it.
        let containers: [String]
        let containerIDs: [String]
        /// 1 for a pod that was replaced since the first block, else 0.
        let generation: Int
    }

    private(set) var nodes: [Node] = []
    private(set) var workloads: [Workload] = []
    private(set) var pods: [Pod] = []
    private(set) var namespaces: [String] = []

    /// `churned` is the share of pods that are others than in the cluster of the same seed without churn.
    init(pods count: Int, churned: Double, dice: Dice) {
        for index in 0..<max(3, count / 50) { nodes.append(Topology.node(index)) }
        namespaces = Topology.namespaces(max(4, min(count / 100, 600)))
        while pods.count < count {
            let workload = workloads.count
            workloads.append(makeWorkload(workload, dice))
            // Few workloads have many replicas: a power law, capped.
            let spread = 3 / pow(max(dice.chance(.replicas, workload), 1e-6), 0.7)
            for replica in 0..<min(Int(spread), 240, count - pods.count) {
                pods.append(makePod(pods.count, replica, of: workload, churned: churned, dice))
            }
        }
    }

    private func makeWorkload(_ index: Int, _ dice: Dice) -> Workload {
        let area = Topology.areas[index % Topology.areas.count]
        let role = Topology.roles[index / Topology.areas.count % Topology.roles.count]
        let round = index / (Topology.areas.count * Topology.roles.count)
        let name = "\(area)-\(role)" + (round == 0 ? "" : "-\(round + 1)")
        return Workload(
            name: name, namespace: dice.pick(namespaces, .workload, index, 4),
            replicaSet: name + "-" + dice.suffix(.workload, index, 5, count: 10),
            isStateful: dice.chance(.workload, index, 6) < 0.15)
    }

    private func makePod(_ index: Int, _ replica: Int, of workload: Int, churned: Double, _ dice: Dice) -> Pod {
        let owner = workloads[workload]
        let generation = dice.chance(.churn, index) < churned ? 1 : 0
        let suffix = dice.suffix(.podName, index, generation, count: 5)
        let hasProxy = dice.chance(.sidecar, workload) < 0.4
        let containers = hasProxy ? [owner.name, "istio-proxy"] : [owner.name]
        let number = index + generation * 4_000_000
        return Pod(
            workload: workload,
            node: Int(dice.roll(.node, index, generation) % UInt64(nodes.count)),
            name: owner.isStateful ? "\(owner.name)-\(replica)" : "\(owner.replicaSet)-\(suffix)",
            uid: dice.uuid(.podIdentity, index, generation),
            address: "10.\(128 + number >> 16).\(number >> 8 & 255).\(number & 255)",
            life: Life(of: index, generation, dice),
            containers: containers,
            containerIDs: containers.indices.map {
                dice.hex(.containerIdentity, index, generation * 8 + $0, digits: 64)
            },
            generation: generation)
    }

    private static func node(_ index: Int) -> Node {
        let last = "\(index >> 6 & 255)-\(index * 4 & 255)"
        return Node(
            name: "ip-10-\(index >> 14)-\(last).eu-west-1.compute.internal",
            address: "10.\(index >> 14).\(index >> 6 & 255).\(index * 4 & 255)")
    }

    private static func namespaces(_ count: Int) -> [String] {
        (0..<count).map { index in
            let stage = stages[index / areas.count % stages.count]
            let round = index / (areas.count * stages.count)
            return areas[index % areas.count] + "-" + stage + (round == 0 ? "" : "-\(round)")
        }
    }

    static let areas = [
        "auth", "basket", "billing", "catalog", "checkout", "content", "delivery", "email", "export", "feed", "fraud",
        "identity", "image", "ingest", "inventory", "invoice", "ledger", "loyalty", "media", "notification", "order",
        "payment", "pricing", "profile", "ranking", "recommendation", "report", "returns", "search", "session",
        "shipping", "stock", "stream", "supplier", "tax", "tracking", "video", "warehouse", "webhook", "wishlist",
    ]
    private static let roles = [
        "api", "worker", "gateway", "consumer", "scheduler", "frontend", "cache", "sync", "proxy", "processor",
    ]
    private static let stages = ["prod", "staging", "canary", "batch"]
}

/// When a pod, and so its series, exists: fractions of the window.
package struct Life: Sendable {
    var start: Double = 0
    var end: Double = 1

    static let whole = Life()
}

extension Life {
    /// A third of the pods is short-lived: half of those start late, half end early.
    init(of pod: Int, _ generation: Int, _ dice: Dice) {
        let fate = dice.chance(.life, pod, generation)
        let moment = 0.05 + 0.9 * dice.chance(.life, pod, generation, 1)
        if fate < 1.0 / 6 {
            self.init(start: moment)
        } else if fate < 2.0 / 6 {
            self.init(end: moment)
        } else {
            self.init()
        }
    }
}
