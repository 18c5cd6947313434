import Budgets

/// Budgets as test results: each is a test.
struct JUnitBudget {
    private let view: BudgetView

    init(_ view: BudgetView) { self.view = view }

    func write(to writer: inout ByteWriter) {
        let rows = view.result.rows
        let file = XMLText.escaped(view.file.path)
        let words = BudgetWords(view: view)
        let failures = rows.count { $0.status == .broken } + view.result.expired.count
        let skipped = view.result.unjudged.count
        let tests = rows.count + view.result.expired.count
        writer.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        writer.write("<testsuites name=\"cardscan budget\" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"0\">\n")
        writer.write(
            "  <testsuite name=\"\(file)\" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\" time=\"0\">\n"
        )
        for row in rows {
            let name = XMLText.escaped("\(row.scope.text) \(BudgetWords.kind(row.kind))")
            writer.write("    <testcase name=\"\(name)\" classname=\"\(file)\" time=\"0\"")
            switch row.status {
            case .kept, .near: writer.write("/>\n")
            case .unjudged(let reason):
                writer.write("><skipped message=\"\(XMLText.escaped(reason))\"/></testcase>\n")
            case .broken:
                let message = XMLText.escaped(BudgetWords.sentence(row))
                let why = words.causes(of: row) + words.remedies(for: row)
                writer.write(">\n      <failure type=\"error\" message=\"\(message)\">")
                writer.write("\(file):\(view.position(of: row.range)): \(message)")
                for line in why { writer.write("\n\(XMLText.escaped(line))") }
                writer.write("</failure>\n    </testcase>\n")
            }
        }
        for (scope, terms) in view.result.expired {
            let date = terms.expires?.date ?? ""
            let name = XMLText.escaped("\(scope) until \(date)")
            writer.write("    <testcase name=\"\(name)\" classname=\"\(file)\" time=\"0\">\n")
            writer.write("      <failure type=\"error\" message=\"the last day was \(date)\"/>\n    </testcase>\n")
        }
        writer.write("  </testsuite>\n</testsuites>\n")
    }
}
