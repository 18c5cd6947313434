import Cardinality
import Relabel

/// How series would spread over several servers.
struct Sharding {
    private let collector: PlanCollector
    private let options: ProposeOptions
    private static let functionalShards = 10

    init(_ collector: PlanCollector, _ options: ProposeOptions) {
        self.collector = collector
        self.options = options
    }

    /// None while one server holds them all.
    func advice(active: Int) -> [ShardAdvice] {
        let perServer = SizingGuide.shardAbove / 2
        let count = options.shards ?? (SizingGuide(activeSeries: active).shouldShard ? active / perServer + 1 : 1)
        guard count > 1 else { return [] }
        var advice = [hashed(count)]
        if collector.byNamespace.count > 1 {
            let shards = collector.byNamespace.map { (name: $0.key, series: $0.value) }.sorted { one, other in
                (other.series, one.name) < (one.series, other.name)
            }
            advice.append(ShardAdvice(label: "namespace", shards: Array(shards.prefix(Self.functionalShards))))
        }
        return advice
    }

    private func hashed(_ count: Int) -> ShardAdvice {
        let label = options.shardLabel
        let rule = RelabelRule(.hashmod, from: [label], modulus: UInt64(count), to: "__tmp_hash")
        var sums = [Int](repeating: 0, count: count)
        if let relabelling = try? Relabelling([rule]) {
            for (value, series) in collector.byShardLabel {
                guard case .kept(let labels) = relabelling.apply([Label(label, value)]),
                    let shard = labels.first(where: { $0.nameText == "__tmp_hash" }).flatMap({ Int($0.valueText) }),
                    shard < count
                else { continue }
                sums[shard] += series
            }
        }
        return ShardAdvice(label: label, shards: sums.enumerated().map { ("\($0.offset)", $0.element) })
    }
}
