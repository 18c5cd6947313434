import PromQL
import Testing
import YAML

@testable import Budgets

struct BudgetReaderTests {
    private func read(_ text: String) -> (file: BudgetFile, faults: [String]) {
        let source = SourceText(text)
        let (file, faults) = BudgetReader.read(path: "b.yaml", source)
        return (file, faults.map { "\(source.position(of: $0.range.lowerBound)) \($0.message)" })
    }

    @Test func everySection() {
        let (file, faults) = read(
            """
            version: 1
            count: all
            owner: platform
            warn_at: 80%
            scrape_interval: 30s
            total: {series: 5M, churn: 5%, growth: 20k, samples_per_second: 170k, reason: guide, expires: 2027-02-28}
            selectors:
              - {selector: '{namespace="shop"}', series: 200k, owner: shop}
            metrics:
              default: 10k
              named:
                - {metric: up, series: 20k, warn_at: 95%}
            labels:
              default: 5000
              named: [{label: pod, values: 100_000}]
            groups:
              - by: [team, env]
                selector: '{cluster=~"a|b"}'
                default: 100k
                named: [{team: pay, env: "", series: 300k}]
              - {by: namespace, default: {series: 1, growth: 10%}}
            """)
        #expect(faults == [])
        #expect(file.counted == .all)
        #expect(file.total?.limits.map(\.kind) == [.series, .churn, .growth, .samplesPerSecond])
        #expect(
            file.total?.limits.map(\.amount) == [.count(5_000_000), .share(0.05), .count(20_000), .count(170_000)])
        #expect(file.total?.expires?.date == "2027-02-28")
        #expect(file.selectors.first?.matchers.map(\.description) == ["namespace=\"shop\""])
        #expect(file.metrics?.named.first?.terms.warnAt == 0.95)
        #expect(file.labels?.named.first?.terms.limits.first?.amount == .count(100_000))
        #expect(file.groups.map(\.by) == [["team", "env"], ["namespace"]])
        #expect(file.groups[0].named[0].values == ["pay", ""])
    }

    @Test(arguments: [
        ("", "1:1 holds no budgets; `cardscan budget SOURCE --write` makes some"),
        ("version: 2\ntotal: 1", "1:10 expected version 1"),
        ("totl: 5", "1:1 there is no key 'totl' in a budget file; did you mean 'total'?"),
        ("total: {seris: 5}", "1:9 there is no key 'seris' in a budget; did you mean 'series'?"),
        ("total: {owner: me}", "1:1 limits nothing: expected one of series, churn, growth"),
        ("total: -5", "1:8 expected an amount such as 500, 20k or 5M for series"),
        ("total: 1e9", "1:8 expected an amount such as 500, 20k or 5M for series"),
        ("total: .inf", "1:8 expected an amount such as 500, 20k or 5M for series"),
        ("total: 10%", "1:8 series takes a number such as 500, 20k or 5M: a share of what?"),
        ("total: {growth: lots}", "1:17 expected an amount such as 10% or 20k for growth"),
        ("total: {series: 1, expires: 2027-02-29}", "1:29 expected a date such as 2027-01-31"),
        ("total: {series: 1, warn_at: 120%}", "1:29 expected a share of the limit such as 80%"),
        ("selectors: [{series: 1}]", "1:14 lacks `selector`, such as '{namespace=\"shop\"}'"),
        ("selectors: [{selector: '{a=}', series: 1}]", "1:28 '{a=}' is no selector: "),
        ("metrics: {named: [{series: 1}]}", "1:20 lacks `metric`, the name of one"),
        ("metrics: {named: [{metric: a, series: 1}, {metric: a, series: 2}]}", "1:52 'a' is named twice"),
        ("metrics: {}", "1:10 expected `default` or `named` budgets"),
        ("labels: {default: {series: 5}}", "1:20 there is no key 'series' in a budget; known are values, growth"),
        ("groups: [{default: 5}]", "1:11 lacks `by`, the labels that groups are made by: `by: [team]`"),
        ("groups: [{by: [team], named: [{series: 1}]}]", "1:32 lacks `team`, the value that tells its group"),
        ("metrics: {default: {samples_per_second: 5}}", "1:41 samples a second follow from the series and the scrape"),
        ("total: [1", "1:"),
        ("a: 1\na: 2", "2:1 "),
    ])
    func faultsHavePlaces(text: String, expected: String) {
        let faults = read(text).faults
        #expect(faults.contains { $0.hasPrefix(expected) }, "\(faults)")
    }

    @Test func allFaultsAtOnce() {
        #expect(read("total: {series: x, churn: y}\nlabels: {default: z}\nnothing: 1").faults.count == 4)
    }

    @Test(arguments: [
        ("5", 5), ("500", 500), ("1500", 1500), ("20k", 20_000), ("1.5M", 1_500_000), ("1_000", 1000),
        ("2G", 2_000_000_000),
    ])
    func quantities(text: String, count: Int) throws {
        let quantity = try #require(BudgetQuantity(text))
        #expect(quantity == .count(count))
        #expect(BudgetQuantity(quantity.text) == quantity)
    }

    @Test(arguments: ["", "k", "-1", "+1", "1.5", "1e3", "0x10", "nan", "inf", "9999999G", "1 000", "5kk", "%", "-5%"])
    func noQuantities(text: String) { #expect(BudgetQuantity(text) == nil) }
}
