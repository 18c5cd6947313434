import Budgets
import Cardinality
import Foundation
import Testing
import YAML

@testable import cardscan

/// Budgets on the page of `listen` when there are series that no memory was left for. The sample has 2,007 series.
struct ListenBudgetTests {
    private func judge(_ text: String, tail: Int) throws -> [String] {
        let (file, faults) = BudgetReader.read(path: "b.yaml", SourceText(text))
        #expect(faults == [])
        let budgets = ListenBudgets(file)
        var options = AnalysisOptions(sources: [Golden.repository.path + "/testdata/sample"])
        options.breakdowns = budgets.breakdowns
        let result = budgets.judge(try Analysis.run(options), tail: tail, now: 0).result
        return result.rows.map { row in
            let state =
                switch row.status {
                case .kept: "kept"
                case .near: "near"
                case .broken: "broken"
                case .unjudged(let why): why.contains("about 3,000 series found no room") ? "not told" : "?"
                }
            return "\(row.scope.text) \(row.kind.rawValue) \(state)"
        }
    }

    @Test func theyCountInTheTotal() throws {
        #expect(try judge("count: all\ntotal: 5000", tail: 0) == ["total series kept"])
        #expect(try judge("count: all\ntotal: 5000", tail: 3000) == ["total series broken"])
        #expect(try judge("count: all\ntotal: 6000", tail: 3000) == ["total series kept"])
        #expect(try judge("count: all\nwarn_at: 80%\ntotal: 6000", tail: 3000) == ["total series near"])
    }

    @Test func howManyOfThemAreActiveIsNotKnown() throws {
        #expect(try judge("total: 5000", tail: 0) == ["total series kept"])
        #expect(try judge("total: 3000", tail: 3000) == ["total series not told"])
        #expect(try judge("total: 9000", tail: 3000) == ["total series kept"])
    }

    @Test func whatTheyCouldBreakIsNotTold() throws {
        let file = """
            count: all
            metrics:
              named:
                - {metric: up, series: 100}
                - {metric: http_requests_total, series: 6000}
                - {metric: go_info, series: 0}
            labels: {named: [{label: job, values: 50}, {label: user_id, values: 9000}]}
            """
        #expect(
            try judge(file, tail: 3000).sorted() == [
                "label job values not told", "label user_id values kept", "metric go_info series broken",
                "metric http_requests_total series kept", "metric up series not told",
            ])
        #expect(try judge(file, tail: 0).filter { $0.hasSuffix("kept") }.count == 4)
    }
}
