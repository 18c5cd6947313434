import Testing

@testable import Relabel

/// The whole of testdata/conformance/relabel: what Prometheus refuses, and what it makes of label sets.
@Suite struct ConformanceTests {
    @Test func everyLineIsRead() { #expect(RelabelVerdict.all.count == 1500) }

    @Test func verdictsAndErrors() {
        for line in RelabelVerdict.all {
            let scheme = NameScheme(rawValue: line.scheme)
            guard let scheme, let rules = try? RuleReader.rules(line.yaml), compiles(rules) else {
                #expect(line.stage == "yaml", "\(line.id): refused while reading: \(line.yaml)")
                continue
            }
            #expect(line.stage != "yaml", "\(line.id): \(line.error ?? "") in \(line.yaml)")
            let faults = rules.map { $0.map { $0.validate(scheme: scheme) } ?? .nullRule }
            let first = faults.firstIndex { $0 != nil }
            #expect(first.flatMap { faults[$0]?.message } == line.error || line.stage == "yaml", "\(line.id)")
            #expect(first == line.errorIndex || line.stage == "yaml", "\(line.id)")
        }
    }

    private func compiles(_ rules: [RelabelRule?]) -> Bool {
        rules.allSatisfy { rule in rule.map { (try? $0.compiledRegex()) != nil } ?? true }
    }

    @Test func labelSets() throws {
        var compared = 0
        for line in RelabelVerdict.all where line.verdict == "valid" {
            let scheme = try #require(NameScheme(rawValue: line.scheme))
            let rules = try RuleReader.rules(line.yaml).compactMap(\.self)
            let relabelling = try Relabelling(rules, scheme: scheme)
            for result in line.results ?? [] {
                let labels = result.input.map { Label($0.key, $0.value) }
                let expected = result.out.map { out in
                    out.map { Label($0.key, $0.value) }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
                }
                compared += 1
                switch relabelling.apply(labels) {
                case .kept(let kept): #expect(kept == expected, "\(line.id)")
                case .dropped: #expect(result.dropped, "\(line.id)")
                }
                #expect(relabelling.trace(labels).outcome == relabelling.apply(labels), "\(line.id)")
            }
        }
        #expect(compared > 2000)
    }
}
