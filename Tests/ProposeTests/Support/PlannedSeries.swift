import Cardinality
import Foundation
import Manifests
import Relabel

@testable import Propose

/// Series made for a test, planned as `cardscan propose` plans those of a block.
struct PlannedSeries {
    struct Series {
        /// With `__name__`.
        var labels: [String: String]
        /// Minutes since the start.
        var minutes: ClosedRange<Int64>

        init(_ name: String, _ labels: [String: String] = [:], _ minutes: ClosedRange<Int64> = 0...100) {
            self.labels = labels.merging(["__name__": name, "job": "api", "instance": "a:1"]) { own, _ in own }
            self.minutes = minutes
        }

        var relabelled: [Label] { labels.filter { !$0.value.isEmpty }.map { Label($0.key, $0.value) } }
    }

    var series: [Series]

    init(_ series: Series...) { self.series = series }
    init(_ series: [Series]) { self.series = series }

    /// `rules` is what a rule file of one group holds, nil for no usage at all.
    func plan(
        rules: String?, config: String? = nil, external: [String: String] = [:],
        change: (inout ProposeOptions) -> Void = { _ in }
    ) throws -> Plan {
        let folder = try written(external: external)
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = ProposeOptions(AnalysisOptions(sources: [folder.path]))
        options.analysis.threads = 1
        if let rules {
            let lines = rules.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n")
            let list = lines.isEmpty ? "[]" : "\n" + lines
            options.usedBy = Readership([read("groups:\n  - name: g\n    rules: \(list)\n", path: "rules.yml")])
        }
        if let config { options.configurations = [read(config, path: "prometheus.yml")] }
        change(&options)
        return try Planner.plan(options)
    }

    /// What one rule for relabelling does to them.
    func replay(_ rule: RelabelRule) throws -> RelabelReplay {
        let folder = try written()
        defer { try? FileManager.default.removeItem(at: folder) }
        return try RelabelReplay.run(Relabelling([rule]), on: AnalysisOptions(sources: [folder.path])).0
    }

    /// A folder with a block of them, which the caller removes.
    private func written(external: [String: String] = [:]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plan-\(UUID().uuidString)")
        let block = folder.appendingPathComponent("01HZX0000000000000000000AA")
        try FileManager.default.createDirectory(at: block, withIntermediateDirectories: true)
        let sorted = series.map { series in
            (
                labels: series.labels.filter { !$0.value.isEmpty }.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 },
                minutes: series.minutes
            )
        }.sorted { one, other in
            one.labels.flatMap { [$0.0, $0.1] }.lexicographicallyPrecedes(other.labels.flatMap { [$0.0, $0.1] })
        }
        let index = IndexBytes(
            sorted.map { series in
                IndexBytes.Series(
                    series.labels,
                    chunks: [(series.minutes.lowerBound * 60_000, series.minutes.upperBound * 60_000)])
            })
        try Data(index.bytes).write(to: block.appendingPathComponent("index"))
        let labels = external.map { "\"\($0.key)\": \"\($0.value)\"" }.joined(separator: ", ")
        let thanos = external.isEmpty ? "" : ", \"thanos\": {\"labels\": {\(labels)}}"
        let meta =
            "{\"ulid\": \"01HZX0000000000000000000AA\", \"minTime\": 0, \"maxTime\": 10000000, \"version\": 1\(thanos)}"
        try Data(meta.utf8).write(to: block.appendingPathComponent("meta.json"))
        return folder
    }
}

extension Plan {
    func proposal(_ kind: Proposal.Kind, of metric: String) -> Proposal? {
        proposals.first { $0.kind == kind && $0.metrics.contains(metric) }
    }

    /// The rules of the plan, as they would stand in a configuration.
    var rules: [RelabelRule] { chosen.flatMap(\.rules) }
}
