import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What `cardscan budget` writes for programs, also of names that try to be something else.
struct BudgetFormatTests {
    private static let budget = """
        owner: "a|b<x>`@me`\\e[31m\\u202e"
        warn_at: 50%
        total: {series: 1k, growth: 10%, samples_per_second: 1, churn: 1%, reason: "]]> & \\"x\\"", expires: 2020-01-01}
        selectors:
          - {selector: '{job="shop"}', series: 10}
          - {selector: '{job="nobody::error::%0A"}', series: 10}
        metrics: {default: 100}
        labels: {default: 1k, named: [{label: user_id, values: 0}]}
        groups:
          - {by: [job, "<b>"], default: 1, named: [{job: shop, "<b>": "", series: 3k}]}
        """

    @Test func pageHoldsTextAlone() throws {
        let result = try run("--format html")
        #expect(result.status == 1)
        let page = try HTMLDocument(result.out)
        #expect(page.raw.count == 6 && !page.tags.contains { ["b", "x"].contains($0.name) })
        let sections = try page.data()
        let broken = sections.first { $0["title"] as? String == "Broken" }?["cards"] as? [[String: Any]]
        #expect(
            broken?.contains {
                ($0["title"] as? String)?.hasPrefix("total has 2,007 series; 1,000 are allowed") == true
            } == true)
        let budgets = sections.first { $0["title"] as? String == "Budgets" }?["rows"] as? [Any]
        #expect(budgets?.count ?? 0 > 5)
    }

    /// A bar is full at the limit, whatever goes over it, and has the colour of the state.
    @Test func barsAreShares() throws {
        let page = try HTMLDocument(try run("--format html").out)
        let table = try #require(try page.data().first { $0["title"] as? String == "Budgets" })
        let columns = try #require(table["columns"] as? [[String: Any]])
        let share = try #require(columns.first { $0["title"] as? String == "Share" })
        #expect(share["bar"] as? Bool == true && share["full"] as? Double == 1)
        let tinted = try #require(share["tinted"] as? Int)
        #expect(columns[tinted]["title"] as? String == "State" && columns[tinted]["tones"] != nil)
    }

    private func run(_ arguments: String, budget: String = Self.budget) throws -> (out: String, status: Int32) {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try Data(budget.utf8).write(to: directory.appendingPathComponent("b,1.yaml"))
        let result = try Binary.run("cardscan budget $TESTDATA/sample --budget b,1.yaml \(arguments)", in: directory)
        #expect(result.err == "")
        return (result.out, result.status)
    }

    private func json(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }

    @Test(arguments: [
        "", "--baseline $TESTDATA/sample", "--used-by $TESTDATA/usage", "--rules $TESTDATA/usage/shop.yml", "--limit 1",
        "--match '{job=\"shop\"}'",
    ])
    func jsonFollowsItsSchema(arguments: String) throws {
        let file = Golden.repository.appendingPathComponent("docs/budget.schema.json")
        let schema = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let (out, status) = try run("--format json \(arguments)")
        #expect(status == 1)
        var validator = SchemaValidator(schema)
        validator.validate(try json(out))
        let faults = validator.faults
        #expect(faults == [])
    }

    @Test func anEarlierRunIsABaseline() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let budget = "total: {series: 9k, growth: 0}\ngroups: [{by: [job], default: {series: 9k, growth: 1}}]\n"
        try Data(budget.utf8).write(to: directory.appendingPathComponent("b.yaml"))
        let run = "cardscan budget $TESTDATA/sample --budget b.yaml"
        _ = try Binary.run("\(run) --format json -o budget.json", in: directory)
        _ = try Binary.run("cardscan snapshot $TESTDATA/sample -o s.cardscan", in: directory)
        _ = try Binary.run(
            "cardscan analyze $TESTDATA/sample --by job --limit 0 --format json -o analyze.json", in: directory)
        for baseline in ["budget.json", "s.cardscan", "analyze.json", "$TESTDATA/sample"] {
            let result = try Binary.run("\(run) --baseline \(baseline) --format json", in: directory)
            let document = try #require(try json(result.out) as? [String: Any])
            let rows = try #require(document["budgets"] as? [[String: Any]])
            #expect(rows.map { $0["status"] as? String } == ["kept", "kept", "kept", "kept"], "\(baseline)")
            #expect(
                rows.filter { $0["of"] as? String == "growth" }.map { $0["used"] as? Int } == [0, 0], "\(baseline)")
            #expect(result.status == 0, "\(baseline): \(result.err)")
        }
    }

    @Test(arguments: ["sarif", "gitlab"])
    func jsonOfOthers(format: String) throws {
        let (out, status) = try run("--format \(format)")
        #expect(status == 1)
        let document = try json(out)
        if format == "sarif" {
            let run = try #require(((document as? [String: Any])?["runs"] as? [[String: Any]])?.first)
            let results = try #require(run["results"] as? [[String: Any]])
            let rules = ((run["tool"] as? [String: Any])?["driver"] as? [String: Any])?["rules"] as? [[String: Any]]
            let names = try #require(rules?.compactMap { $0["id"] as? String })
            #expect(results.allSatisfy { names.contains($0["ruleId"] as? String ?? "") && $0["ruleIndex"] != nil })
            #expect(results.contains { $0["ruleId"] as? String == "budget/exceeded" })
        } else {
            let issues = try #require(document as? [[String: Any]])
            #expect(Set(issues.compactMap { $0["fingerprint"] as? String }).count == issues.count)
        }
    }

    @Test(arguments: ["junit", "checkstyle"])
    func xml(format: String) throws {
        let (out, _) = try run("--format \(format)")
        let parser = XMLParser(data: Data(out.utf8))
        #expect(parser.parse(), "\(out)")
    }

    @Test(arguments: ["text", "markdown", "github", "junit", "checkstyle"])
    func nothingHides(format: String) throws {
        let (out, _) = try run("--format \(format)")
        #expect(!out.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202e })
        // A terminal and GitHub's annotations show text as it is; what they take for a command is escaped.
        #expect(!out.contains("<x>") || format == "text" || format == "github")
    }

    @Test func positionsPointIntoTheBudgetFile() throws {
        let (out, _) = try run("--format github")
        #expect(out.contains("::error file=b%2C1.yaml,line=3,endLine=3,col=17,endColumn=19,title=budget/exceeded::"))
        #expect(out.contains("line=3,endLine=3,col=100,endColumn=110,title=budget/expired::"))
    }
}
