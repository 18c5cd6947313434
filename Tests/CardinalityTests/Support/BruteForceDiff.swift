@testable import Cardinality

/// Compares two sets of series the slow and obvious way.
struct BruteForceDiff {
    typealias Labels = BruteForce.Labels

    let old: Set<Labels>
    let new: Set<Labels>

    var added: Set<Labels> { new.subtracting(old) }
    var gone: Set<Labels> { old.subtracting(new) }
    var kept: Set<Labels> { new.intersection(old) }

    func of(_ isWanted: (Labels) -> Bool) -> BruteForceDiff {
        BruteForceDiff(old: old.filter(isWanted), new: new.filter(isWanted))
    }

    var metrics: Set<String> { Set(old.union(new).map { $0["__name__"] ?? "" }) }

    func values(of label: String) -> (old: Set<String>, new: Set<String>) {
        (Set(old.compactMap { $0[label] }), Set(new.compactMap { $0[label] }))
    }

    /// Series of one metric that replaced others: pairs that agree in all but values that came or went, and where one
    /// did, in labels that say where something runs. Right only where nothing was renamed.
    var replaced: Int {
        let labels = Set(old.union(new).flatMap(\.keys))
        var values: [String: (old: Set<String>, new: Set<String>)] = [:]
        for label in labels { values[label] = self.values(of: label) }
        // A label that only one side's changed series have is not looked at.
        let sided = labels.filter { label in
            gone.contains { $0[label] != nil } != added.contains { $0[label] != nil }
        }
        func key(_ series: Labels, isOld: Bool) -> (Labels, isWild: Bool) {
            var key: Labels = [:]
            var isWild = false
            for (label, value) in series where !sided.contains(label) {
                let others = isOld ? values[label]?.new : values[label]?.old
                let isUnique = others?.contains(value) == false
                if isUnique { isWild = true }
                key[label] = isUnique ? "\u{0}any" : value
            }
            if isWild { for place in Succession.places { key[place] = nil } }
            return (key, isWild)
        }
        var before: [Labels: Int] = [:]
        for series in gone {
            let (key, isWild) = key(series, isOld: true)
            if isWild { before[key, default: 0] += 1 }
        }
        var count = 0
        for series in added {
            let (key, isWild) = key(series, isOld: false)
            guard isWild, let left = before[key], left > 0 else { continue }
            before[key] = left - 1
            count += 1
        }
        return count
    }
}

/// Two blocks written for a comparison.
struct DiffBlocks {
    let old: TemporaryDirectory
    let new: TemporaryDirectory

    init(_ old: [BruteForce.Labels], _ new: [BruteForce.Labels]) throws {
        self.old = try Self.block(old)
        self.new = try Self.block(new)
    }

    private static func block(_ series: [BruteForce.Labels]) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let rows = series.map { labels in labels.map { ($0.key, $0.value) }.sorted { $0 < $1 } }
            .sorted { $0.lexicographicallyPrecedes($1) { $0 < $1 } }
        try directory.writeBlock(IndexBytes(rows.map { IndexBytes.Series($0) }).bytes)
        return directory
    }

    func diff(_ change: (inout AnalysisOptions) -> Void = { _ in }) throws -> CardinalityDiff {
        var old = AnalysisOptions(sources: [old.path])
        var new = AnalysisOptions(sources: [new.path])
        change(&old)
        change(&new)
        return try Diff.run(old, new)
    }
}
