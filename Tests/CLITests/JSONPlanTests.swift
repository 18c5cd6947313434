import Cardinality
import Foundation
import Manifests
import Propose
import Testing
import YAML

@testable import cardscan

struct JSONPlanTests {
    private static let rules = """
        groups:
          - name: shop
            rules:
              - alert: ShopFails
                expr: sum by (job) (rate(http_requests_total{code=~"5..", job="shop"}[5m])) > 1
              - alert: ShopIsSlow
                expr: histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1
              - alert: Broken
                expr: 'sum('
        """

    private static func plan(_ rules: String?, change: (inout ProposeOptions) -> Void = { _ in }) throws -> Plan {
        let sample = Golden.repository.appendingPathComponent("testdata/sample").path
        var options = ProposeOptions(AnalysisOptions(sources: [sample]))
        options.usedBy = rules.map { Readership([ManifestReader().read(path: "rules.yml", source: SourceText($0))]) }
        options.curated = try CuratedList.embedded()
        change(&options)
        return try Planner.plan(options)
    }

    private static func json(_ plan: Plan) throws -> [String: Any] {
        var writer = ByteWriter()
        var settings = ReportSettings(sources: plan.sources)
        settings.price = Price(perThousandSeries: 8, currency: "EUR")
        JSONPlan(plan, settings).write(to: &writer)
        return try #require(JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any])
    }

    @Test func followsItsSchema() throws {
        let file = Golden.repository.appendingPathComponent("docs/plan.schema.json")
        let schema = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let plans = [
            try Self.plan(nil),
            try Self.plan(Self.rules) { $0.target = .less(0.3) },
            try Self.plan(Self.rules) { options in
                options.allowed = [.unknownReaders, .breaks]
                options.shards = 3
            },
        ]
        for plan in plans {
            var validator = SchemaValidator(schema)
            validator.validate(try Self.json(plan))
            let faults = validator.faults
            #expect(faults == [])
        }
        #expect(plans[2].chosen.count > 3)
    }

    @Test func pageHoldsTheRules() throws {
        let plan = try Self.plan(Self.rules) { $0.allowed = [.unknownReaders] }
        var writer = ByteWriter()
        HTMLPlan(plan, ReportSettings(sources: ["</title><script>alert(1)</script>"])).write(to: &writer)
        let page = try HTMLDocument(String(decoding: writer.bytes, as: UTF8.self))
        #expect(page.raw.count == 6)
        let sections = try page.data()
        let cards =
            sections.first { ($0["title"] as? String)?.hasPrefix("Proposed") == true }?["cards"] as? [[String: Any]]
        #expect(cards?.count == plan.chosen.count && plan.chosen.count > 0)
        let rules = try #require(sections.first { $0["title"] as? String == "All rules" }?["text"] as? String)
        #expect(rules.hasPrefix("metric_relabel_configs:\n  # -"))
    }

    @Test func holdsWhatThePlanSays() throws {
        let plan = try Self.plan(Self.rules) { $0.allowed = [.unknownReaders] }
        let json = try Self.json(plan)
        let totals = try #require(json["totals"] as? [String: Any])
        #expect(totals["series_before"] as? Int == 2007)
        #expect(totals["series_after"] as? Int == plan.after.series)
        let saved = 2007 - plan.after.series
        #expect(totals["money_saved"] as? Double == Double(saved) / 1000 * 8)
        let proposals = try #require(json["proposals"] as? [[String: Any]])
        let series = proposals.filter { $0["chosen"] as? Bool == true }.compactMap { proposal in
            (proposal["savings"] as? [String: Any])?["series"] as? Int
        }
        #expect(series.reduce(0, +) == saved)
    }
}
