/// A Kubernetes cluster as its Prometheus sees it: metrics, the entities that have them, and all label strings.
///
/// It holds what grows with pods, not with series; the series of one metric at a time come out of `rows(of:)`.
package struct Cluster: Sendable {
    /// How the cluster is cut to size. See `Cluster.fitting(series:)`.
    struct Size: Sendable {
        var pods: Int
        /// Series of the metric with a user's identifier, which also makes the count come out exactly.
        var users = 0
        /// The share of label combinations that is kept, less than 1 where even the smallest cluster is too large.
        var kept: Double = 1

        /// The share that is kept in a scope. A small cluster uses less of the API, so its servers count less.
        func kept(in scope: Scope.Kind) -> Double {
            if scope == .user { return 1 }
            return scope.isServer && !scope.isOnEveryNode ? kept * min(1, Double(pods) / 4000) : kept
        }
    }

    package private(set) var symbols = SymbolTable()
    package private(set) var metrics: [Metric] = []
    package private(set) var entities: [Entity] = []
    private(set) var scopes: [Scope] = []
    private(set) var tables: [DimensionTable] = []
    let leading: LeadingLabels
    private(set) var leads: [Lead] = []
    private(set) var nameSymbol: SymbolID = 0
    private(set) var boundSymbol: SymbolID = 0
    let dice: Dice
    let size: Size

    init(_ size: Size, churned: Double, leading: LeadingLabels, seed: UInt64) {
        dice = Dice(seed: seed)
        self.size = size
        self.leading = leading
        let topology = Topology(pods: size.pods, churned: churned, dice: dice)
        scopes = Scope.Kind.allCases.map { Scope($0) }
        addScopes(of: topology, churned: churned)
        addMetrics()
        leads = leading.pairs.map { Lead(name: symbols.intern($0.0), value: symbols.intern($0.1)) }
        sortSymbols()
    }

    /// Appends an entity with its label values to a scope; a scope's entities must be added together.
    mutating func add(_ values: [String], _ entity: Entity, to kind: Scope.Kind) {
        let index = kind.rawValue
        for value in values { scopes[index].values.append(symbols.intern(value)) }
        if scopes[index].entities.isEmpty { scopes[index].entities = entities.count..<entities.count }
        entities.append(entity)
        scopes[index].entities = scopes[index].entities.lowerBound..<entities.count
    }

    private mutating func addMetrics() {
        for kind in scopes.indices { scopes[kind].names = scopes[kind].labels.map { symbols.intern($0) } }
        nameSymbol = symbols.intern(Metric.nameLabel)
        boundSymbol = symbols.intern(Metric.bucketLabel)
        var parts: [String: [Metric.Part]] = [:]
        for (number, family) in Catalogue.families.enumerated() {
            let table = tables.count
            for dimension in family.dimensions {
                tables.append(DimensionTable(dimension) { symbols.intern($0) })
            }
            let bounds = (family.buckets?.rawValue ?? "").split(separator: " ").map { symbols.intern(String($0)) }
            for kind in family.scopes {
                let plain = Metric.Part(
                    family: family, number: number, scope: kind, dimensions: table..<tables.count, bounds: [])
                for name in family.names {
                    guard family.buckets != nil else {
                        parts[name, default: []].append(plain)
                        continue
                    }
                    parts[name + "_count", default: []].append(plain)
                    parts[name + "_sum", default: []].append(plain)
                    parts[name + "_bucket", default: []].append(plain.with(bounds: bounds))
                }
            }
        }
        metrics = parts.map {
            Metric(name: symbols.intern($0.key), identity: Cluster.identity($0.key), parts: $0.value)
        }
    }

    private mutating func sortSymbols() {
        let final = symbols.sort()
        for kind in scopes.indices {
            scopes[kind].names = scopes[kind].names.map { final[Int($0)] }
            for index in scopes[kind].values.indices {
                scopes[kind].values[index] = final[Int(scopes[kind].values[index])]
            }
        }
        nameSymbol = final[Int(nameSymbol)]
        boundSymbol = final[Int(boundSymbol)]
        for index in tables.indices { tables[index].renumber(final) }
        leads = leads.map { Lead(name: final[Int($0.name)], value: final[Int($0.value)]) }
        leads.sort { ($0.name, $0.value) < ($1.name, $1.value) }
        metrics = metrics.map { $0.renumbered(final) }.sorted { $0.name < $1.name }
    }
}
