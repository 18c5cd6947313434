import Receiver

/// The history of active series and of samples a second, as two lines.
struct ListenChart {
    private let history: [HistoryPoint]
    private static let width = 1000.0
    private static let height = 100.0

    init(_ history: [HistoryPoint]) { self.history = history }

    func write(to page: inout Markup) {
        guard history.count > 1, let first = history.first, let last = history.last else {
            return page.element("p", "class=\"soft\"", "A line of the history appears after a minute.")
        }
        page.element("div", "class=\"chart\"") { page in
            page.raw(
                "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" preserveAspectRatio=\"none\" role=\"img\" "
                    + "aria-label=\"active series and samples a second over time\">")
            line("active", history.map { Double($0.activeSeries) }, &page)
            line("rate", history.map(\.samplesPerSecond), &page)
            page.raw("</svg>")
            page.element("p", "class=\"soft\"") { page in
                page.element("span", "class=\"key-active\"", "━ \(Figures.compact(last.activeSeries)) active series")
                page.raw(" &nbsp; ")
                page.element("span", "class=\"key-rate\"", "━ \(ListenPage.rate(last.samplesPerSecond)) samples/s")
                page.text(
                    "   \(UTCTime(milliseconds: first.time).clock) to \(UTCTime(milliseconds: last.time).clock) UTC")
            }
        }
    }

    private func line(_ style: String, _ values: [Double], _ page: inout Markup) {
        let top = max(values.max() ?? 0, 1)
        let step = Self.width / Double(values.count - 1)
        let points = values.enumerated().map { index, value in
            let x = (Double(index) * step * 10).rounded() / 10
            let y = ((Self.height - 4) * (1 - value / top) * 10).rounded() / 10 + 2
            return "\(x),\(y)"
        }
        page.raw("<polyline class=\"\(style)\" points=\"\(points.joined(separator: " "))\"/>")
    }
}
