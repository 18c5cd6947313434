import Foundation
import Manifests
import PromQL
import Regex
import Relabel
import Testing
import YAML

@testable import Propose

struct CuratedListTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("rules/relabel")

    /// Reading checks each example against the engine.
    @Test func allAreEmbedded() throws {
        let lists = try CuratedList.embedded()
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(lists.map(\.file) == names.filter { $0.hasSuffix(".yaml") }.sorted())
        for list in lists {
            let source = try SourceText(Array(Data(contentsOf: Self.folder.appendingPathComponent(list.file))))
            let read = try CuratedList(file: list.file, source: source)
            #expect(read.entries.map(\.rules) == list.entries.map(\.rules), "\(list.file) changed since it was built")
        }
        let entries = lists.flatMap(\.entries)
        #expect(Set(entries.map(\.name)).count == entries.count)
        #expect(entries.allSatisfy { !$0.after.isEmpty }, "an example should show what stays")
    }

    /// Buckets beyond all bounds stay, and rules drop series: none removes a label, which could merge some.
    @Test func nothingIsMergedAndNoHistogramIsCutOpen() throws {
        for entry in try CuratedList.embedded().flatMap(\.entries) {
            #expect(entry.rules.allSatisfy { $0.action == .drop }, "\(entry.name)")
            let relabelling = try Relabelling(entry.rules)
            for rule in entry.rules where rule.sourceLabels.map({ String(decoding: $0, as: UTF8.self) }).contains("le")
            {
                for series in entry.before {
                    let infinite = series.map { $0.nameText == "le" ? Label("le", "+Inf") : $0 }
                    #expect(relabelling.apply(infinite) == .kept(infinite), "\(entry.name)")
                }
            }
        }
    }

    @Test(arguments: [
        ("kubelet", "/metrics", ["client-go.yaml", "go-runtime.yaml", "kubelet.yaml"]),
        ("kubelet", "/metrics/cadvisor", ["cadvisor.yaml", "client-go.yaml", "go-runtime.yaml"]),
        ("api", nil, ["go-runtime.yaml"]),
    ])
    func listsOfAJob(job: String, path: String?, files: [String]) throws {
        #expect(try CuratedList.embedded().filter { $0.isFor(job: job, metricsPath: path) }.map(\.file) == files)
    }

    @Test(arguments: [
        ("component: a\nentrys: []\n", "2:1: unknown key `entrys`"), ("component: a\n", "1:1: `entries` is missing"),
        ("component: [a]\nentries: []\n", "1:12: `component` is no text"), ("[", "1:2:"),
        ("component: a\nentries:\n  - name: x\n    why: y\n", "3:5: `metric_relabel_configs` is missing"),
    ])
    func faults(text: String, message: String) {
        let error = #expect(throws: CuratedFault.self) { try CuratedList(file: "f", source: SourceText(text)) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    private static func entry(rule: String, before: String = "a{b=\"c\"}", after: String = "[]") -> String {
        """
        component: c
        entries:
          - name: x
            why: y
            metric_relabel_configs:
              - \(rule)
            example:
              before: ['\(before)']
              after: \(after)
        """
    }

    @Test(arguments: [
        (Self.entry(rule: "{action: drop, source_labels: [b], regex: '(?=c)'}"), "6:"),
        (Self.entry(rule: "{action: drop, sourceLabels: [b], regex: c}"), "6:24: unknown field `sourceLabels`"),
        (Self.entry(rule: "{action: drop, source_labels: [b], regex: d}"), "8:7: the rules leave something else"),
        (Self.entry(rule: "{action: drop, source_labels: [b], regex: c}", before: "a{b=~\"c\"}"), "8:16: `a{b=~"),
        (Self.entry(rule: "{action: drop, source_labels: [b], regex: c}", after: "x"), "9:14: `after` is no list"),
    ])
    func faultsOfEntries(text: String, message: String) {
        let error = #expect(throws: CuratedFault.self) { try CuratedList(file: "f", source: SourceText(text)) }
        #expect(error?.description.contains("f:" + message) == true, "\(error?.description ?? "")")
    }

    /// Who reads something that an entry drops is named in the entry. Rules and dashboards to check against are not
    /// part of the repository: CARDSCAN_CORPUS names a directory of them.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["CARDSCAN_CORPUS"] != nil))
    func readersAreNamed() throws {
        let corpus = try #require(ProcessInfo.processInfo.environment["CARDSCAN_CORPUS"])
        var files: [ManifestFile] = []
        let folder = URL(fileURLWithPath: corpus)
        let found = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        for case let url as URL in found where ["yaml", "yml", "json"].contains(url.pathExtension) {
            let source = SourceText(Array(try Data(contentsOf: url)))
            files.append(ManifestReader(options: ManifestOptions()).read(path: url.lastPathComponent, source: source))
        }
        let usage = Usage(files: files)
        #expect(usage.count > 100)
        let owners = Set(usage.allReaders.map(\.owner))
        for entry in try CuratedList.embedded().flatMap(\.entries) {
            // `CPUThrottlingHigh`: an alert, which is there.
            for word in (entry.readers + entry.breaks).flatMap({ $0.split(separator: " ") })
            where word.count > 12 && word.first?.isUppercase == true && word.last?.isLowercase == true {
                if !word.dropFirst().contains(where: \.isUppercase) { continue }
                #expect(owners.contains("alert \"\(word)\""), "\(entry.name)")
            }
            let relabelling = try Relabelling(entry.rules)
            func isDropped(_ series: [Label]) -> Bool {
                if case .dropped = relabelling.apply(series) { return true }
                return false
            }
            var lost: Set<String> = []
            for name in usage.names {
                for reader in usage.readers(of: name)?.readers ?? [] where !reader.metric.isEverything {
                    let bounds = reader.matchers.filter { $0.name == "le" }.flatMap { matcher in
                        matcher.type == .equal ? [matcher.value] : matcher.regex?.onlyValues ?? []
                    }
                    let metric = Label("__name__", name)
                    let fixed = reader.matchers.filter { $0.type == .equal && $0.name != "le" && $0.name != "__name__" }
                        .map { Label(name: Array($0.name.utf8), value: $0.bytes) }
                    for series in [[metric] + fixed] + bounds.map({ [metric, Label("le", $0)] + fixed })
                    where isDropped(series) {
                        lost.insert("\(reader.owner) reads \(name)")
                    }
                }
            }
            for reader in lost {
                let name = reader.split(separator: "\"").dropFirst().first.map(String.init) ?? reader
                #expect(entry.breaks.contains { $0.contains(name) }, "\(entry.name): \(reader)")
            }
        }
    }
}
