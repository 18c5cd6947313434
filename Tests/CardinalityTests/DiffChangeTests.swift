import TSDB
import Testing

@testable import Cardinality

/// What a comparison says of deploys: churn apart from growth, and names that changed.
@Suite struct DiffChangeTests {
    private typealias Labels = BruteForce.Labels

    /// Series of a metric: one for each pod and path.
    private static func series(
        _ metric: String, pods: Range<Int>, paths: Int = 3, _ change: (inout Labels) -> Void = { _ in }
    ) -> [Labels] {
        pods.flatMap { pod in
            (0..<paths).map { path in
                var labels = [
                    "__name__": metric, "pod": "pod-\(pod)x", "uid": "u\(pod)", "path": "/\(path)", "job": "api",
                    "node": "node-\(pod % 4)",
                ]
                change(&labels)
                return labels
            }
        }
    }

    private func metric(_ name: String, of diff: CardinalityDiff) throws -> MetricDiff {
        try #require(diff.metrics.first { $0.name == name })
    }

    @Test func podsThatReplaceOthersAreNoGrowth() throws {
        let diff = try DiffBlocks(Self.series("m", pods: 0..<10), Self.series("m", pods: 10..<22)).diff {
            $0.groupBy = ["job"]
        }
        let counts = try metric("m", of: diff).counts
        #expect([counts.added, counts.gone, counts.replaced, counts.renamed] == [36, 30, 30, 0])
        #expect([counts.grown, counts.lost, counts.growth] == [6, 0, 6])
        let cause = try #require(try metric("m", of: diff).causes.first)
        #expect(Set(cause.labels) == ["pod", "uid"] && cause.series == 6)
        #expect(diff.groups.map(\.counts) == [counts])
        #expect(diff.groups.first?.topMetric == "m" && diff.groups.first?.topMetricGrown == 6)
        #expect(diff.changes.isEmpty)
    }

    @Test func aPodThatMovesIsReplaced() throws {
        let old = [["__name__": "kube_pod_info", "pod": "db-0", "uid": "a", "node": "n1", "namespace": "x"]]
        let keeper = [["__name__": "kube_pod_info", "pod": "db-1", "uid": "k", "node": "n2", "namespace": "x"]]
        let new = [["__name__": "kube_pod_info", "pod": "db-0", "uid": "b", "node": "n2", "namespace": "x"]]
        let counts = try DiffBlocks(old + keeper, new + keeper).diff().counts
        #expect([counts.replaced, counts.grown, counts.lost] == [1, 0, 0])
    }

    @Test func successorsBelongToTheSameOwner() throws {
        let old = [["__name__": "m", "pod": "a", "namespace": "x"], ["__name__": "m", "pod": "k", "namespace": "y"]]
        let new = [["__name__": "m", "pod": "b", "namespace": "y"], ["__name__": "m", "pod": "l", "namespace": "x"]]
        let kept = [["__name__": "m", "pod": "z", "namespace": "x"], ["__name__": "m", "pod": "z", "namespace": "y"]]
        let diff = try DiffBlocks([old[0]] + kept, [new[0]] + kept).diff()
        #expect(diff.counts.replaced == 0 && diff.counts.grown == 1 && diff.counts.lost == 1)
    }

    @Test func newValuesExplainGrowth() throws {
        let old = Self.series("m", pods: 0..<5)
        let users = (0..<40).map { user in
            ["__name__": "m", "pod": "pod-\(user % 5)x", "uid": "u\(user % 5)", "path": "/0", "user": "user \(user)"]
        }
        let diff = try DiffBlocks(old + users.prefix(10), old + users).diff()
        let row = try metric("m", of: diff)
        #expect(row.causes.map(\.labels) == [["user"]])
        #expect(row.causes.first?.values == 30 && row.causes.first?.series == 30 && row.newCombinations == 0)
        let label = try #require(diff.labels.first)
        #expect(label.name == "user" && label.explained == 30 && label.topValues.count == 5)
        let example = try #require(row.causes.first?.examples.first)
        #expect(diff.symbols.text(of: example).hasPrefix("user "))
    }

    @Test func fewValuesExplainBetterThanMany() throws {
        let old = Self.series("m", pods: 0..<5) { $0["region"] = "eu" }
        let more = Self.series("m", pods: 20..<40) { $0["region"] = "us" }
        let row = try metric("m", of: try DiffBlocks(old, old + more).diff())
        #expect(row.causes.first?.labels == ["region"] && row.causes.first?.series == 60)
    }

    @Test func knownValuesInNewCombinations() throws {
        let all = Self.series("m", pods: 0..<4)
        let row = try metric(
            "m", of: try DiffBlocks(all.enumerated().filter { $0.offset % 5 > 0 }.map(\.element), all).diff())
        #expect(row.causes.isEmpty && row.newCombinations == 3)
    }

    @Test func aNewMetricIsExplainedByItsWidestLabel() throws {
        let old = Self.series("m", pods: 0..<2)
        let row = try metric("n", of: try DiffBlocks(old, old + Self.series("n", pods: 0..<2, paths: 50)).diff())
        #expect(row.causes.map(\.labels) == [["path"]] && row.causes.first?.values == 50)
        #expect(row.counts.grown == 100 && row.renamedFrom == nil)
    }

    // MARK: Names

    @Test func aRenamedLabelIsRecognised() throws {
        let rename: (inout Labels) -> Void = { labels in
            labels["pod_name"] = labels["pod"]
            labels["pod"] = nil
        }
        let old = Self.series("m", pods: 0..<10, rename) + Self.series("n", pods: 0..<4, paths: 1, rename)
        let new = Self.series("m", pods: 0..<10) + Self.series("n", pods: 0..<4, paths: 1)
        let diff = try DiffBlocks(old, new).diff()
        #expect([diff.counts.renamed, diff.counts.replaced, diff.counts.grown, diff.counts.lost] == [34, 0, 0, 0])
        let change = try #require(diff.changes.first)
        #expect(diff.changes.count == 1 && change.kind == .labelRenamed)
        #expect(change.from == "pod_name" && change.to == "pod" && change.metrics == ["m", "n"])
        #expect(change.before == 34 && change.after == 34)
    }

    /// A deploy renames a label, replaces pods, and one more pod comes.
    @Test func aRenamedLabelInADeploy() throws {
        let old = Self.series("m", pods: 0..<10) { labels in
            labels["container_name"] = "app\(labels["path"] ?? "")"
        }
        let new = Self.series("m", pods: 100..<111) { labels in labels["container"] = "app\(labels["path"] ?? "")" }
        let diff = try DiffBlocks(old, new).diff()
        #expect([diff.counts.replaced, diff.counts.grown, diff.counts.lost] == [30, 3, 0])
        let change = try #require(diff.changes.first)
        #expect(change.kind == .labelRenamed && change.from == "container_name" && change.to == "container")
    }

    @Test(arguments: [false, true])
    func renamedValuesAreRecognised(atEnd: Bool) throws {
        let old = Self.series("m", pods: 0..<10)
        let new = Self.series("m", pods: 0..<10) { labels in
            let pod = labels["pod"] ?? ""
            labels["pod"] = atEnd ? "\(pod.dropLast())-green" : "blue-\(pod)"
        }
        let diff = try DiffBlocks(old, new).diff()
        #expect([diff.counts.renamed, diff.counts.grown, diff.counts.lost] == [30, 0, 0])
        let change = try #require(diff.changes.first)
        #expect(diff.changes.count == 1 && change.kind == .valuesRenamed && change.label == "pod")
        #expect(change.from == (atEnd ? "x" : "") && change.to == (atEnd ? "-green" : "blue-") && change.atEnd == atEnd)
    }

    @Test func otherNumbersAreNotRenamed() throws {
        func users(_ range: Range<Int>) -> [Labels] { range.map { ["__name__": "m", "user": "\($0)"] } }
        let diff = try DiffBlocks(users(1000..<2000), users(2000..<3000)).diff()
        #expect(diff.changes.isEmpty && diff.counts.replaced == 1000)
        func hosts(_ net: String) -> [Labels] { (1...5).map { ["__name__": "up", "instance": "\(net).\($0):80"] } }
        let moved = try DiffBlocks(hosts("10.128.0"), hosts("10.189.9")).diff()
        #expect(moved.changes.isEmpty && moved.counts.replaced == 5)
    }

    @Test func aRenamedMetricIsRecognised() throws {
        let other = Self.series("node_boot", pods: 0..<3, paths: 1)
        let old = Self.series("http_requests", pods: 0..<10) + other + Self.series("go_threads", pods: 0..<10, paths: 1)
        let new = Self.series("http_requests_total", pods: 0..<11) + other
        let diff = try DiffBlocks(old, new).diff { $0.groupBy = ["__name__"] }
        let (before, after) = (try metric("http_requests", of: diff), try metric("http_requests_total", of: diff))
        #expect(before.renamedTo == "http_requests_total" && after.renamedFrom == "http_requests")
        #expect([before.counts.before, before.counts.after, before.counts.gone, before.counts.lost] == [30, 0, 30, 0])
        #expect([after.counts.added, after.counts.renamed, after.counts.grown] == [33, 30, 3])
        #expect(diff.counts.lost == 10 && diff.counts.renamed == 30)
        #expect(diff.changes.map(\.kind) == [.metricRenamed] && diff.changes.first?.from == "http_requests")
        #expect(diff.groups.first { $0.values == ["http_requests"] }?.counts == before.counts)
        #expect(diff.groups.first { $0.values == ["http_requests_total"] }?.counts == after.counts)
    }

    @Test func metricsOfOtherNamesWithTheSameLabelSetsAreNotMistaken() throws {
        let old = ["go_gc_cycles", "process_open_fds", "node_load1"].flatMap { Self.series($0, pods: 0..<6, paths: 1) }
        let new = ["jvm_classes", "nginx_workers", "redis_up"].flatMap { Self.series($0, pods: 0..<6, paths: 1) }
        let diff = try DiffBlocks(old, new).diff()
        #expect(diff.changes.isEmpty && diff.counts.grown == 18 && diff.counts.lost == 18)
    }

    @Test func anAddedLabelSplitsSeries() throws {
        let old = Self.series("m", pods: 0..<5, paths: 1)
        let new = old.flatMap { series in
            (0..<20).map { user in series.merging(["user": "\(user)"]) { $1 } }
        }
        let diff = try DiffBlocks(old, new).diff()
        #expect(diff.changes.map(\.kind) == [.labelAdded])
        #expect(diff.changes.first?.to == "user" && diff.changes.first?.before == 5 && diff.changes.first?.after == 100)
        #expect([diff.counts.renamed, diff.counts.grown] == [5, 95])
        #expect(try metric("m", of: diff).causes.first?.labels == ["user"])
        let back = try DiffBlocks(new, old).diff()
        #expect(back.changes.map(\.kind) == [.labelRemoved] && back.counts.lost == 95)
    }

    @Test func redactionHidesValuesAndKeepsCounts() throws {
        let old = Self.series("m", pods: 0..<10)
        let new = Self.series("m", pods: 0..<12) { $0["pod"] = "secret-\($0["pod"] ?? "")" }
        let blocks = try DiffBlocks(old, new)
        let (plain, redacted) = (try blocks.diff(), try blocks.diff { $0.redactionKey = [1, 2, 3] })
        #expect(plain.counts == redacted.counts)
        #expect(plain.changes.first?.to == "secret-")
        #expect(redacted.changes.allSatisfy { !$0.to.contains("secret") })
        for cause in redacted.metrics.flatMap(\.causes) {
            #expect(cause.examples.allSatisfy { redacted.symbols.text(of: $0).contains("~") })
        }
    }

    @Test func labelsOfAnyBytes() throws {
        for (name, series) in HostileLabelTests.oddities {
            let directory = try TemporaryDirectory()
            let rows = series.map { labels in
                IndexBytes.Series(
                    labels.sorted { $0.name.lexicographicallyPrecedes($1.name) }, chunks: [(first: 1000, last: 2000)])
            }
            try directory.writeBlock(IndexBytes(rows).bytes)
            let empty = try TemporaryDirectory()
            try empty.writeBlock(IndexBytes([IndexBytes.Series([("__name__", "other")])]).bytes)
            let report = try Analysis.run(AnalysisOptions(sources: [directory.path]))
            for isBack in [false, true] {
                let paths = isBack ? [directory.path, empty.path] : [empty.path, directory.path]
                let diff = try Diff.run(AnalysisOptions(sources: [paths[0]]), AnalysisOptions(sources: [paths[1]]))
                let count = isBack ? diff.counts.gone : diff.counts.added
                #expect(count == report.totals.counts.series, "\(name)")
            }
        }
    }

    // MARK: Reports

    @Test func reportsGiveDeltasOfWhatTheyHold() throws {
        let blocks = try DiffBlocks(Self.series("m", pods: 0..<3), Self.series("m", pods: 0..<5) + [["__name__": "n"]])
        func digest(_ path: String) throws -> ReportDigest {
            ReportDigest(try Analysis.run(AnalysisOptions(path) { $0.groupBy = ["pod", "job"] }))
        }
        let (old, new) = (try digest(blocks.old.path), try digest(blocks.new.path))
        let diff = CardinalityDiff(comparing: old, with: new)
        #expect(diff.basis == .reports && diff.counts.growth == 7 && diff.counts.added == nil)
        #expect(try metric("n", of: diff).counts.before == 0)
        #expect(try metric("m", of: diff).labels.first?.name == "pod")
        #expect(diff.groupedBy == ["job", "pod"])
        #expect(diff.groups.first { $0.values == ["api", "pod-4x"] }?.counts.growth == 3)
        var cut = old
        cut.metrics = [:]
        cut.hasAllMetrics = false
        let unknown = CardinalityDiff(comparing: cut, with: new)
        #expect(try metric("n", of: unknown).counts.before == nil)
        #expect(unknown.unknowns.count == 2)
    }
}
