/// One part of a page. `Assets` has a maker for each kind.
enum HTMLSection {
    case table(HTMLTable)
    case treemap(HTMLTreemap)
    case timeline(HTMLTimeline)
    case cards(HTMLCards)
    /// Text to be copied.
    case code(title: String, note: StyledText?, text: String)
    case list(title: String, note: StyledText?, items: [StyledText])

    /// As data for the script.
    func write(to json: inout JSONWriter) {
        json.object { json in
            switch self {
            case .table(let table): table.write(to: &json)
            case .treemap(let map): map.write(to: &json)
            case .timeline(let timeline): timeline.write(to: &json)
            case .cards(let cards): cards.write(to: &json)
            case .code(let title, let note, let text):
                json.member("kind", "code")
                json.member("title", title)
                json.member("note", note)
                json.member("text", text)
            case .list(let title, let note, let items):
                json.member("kind", "list")
                json.member("title", title)
                json.member("note", note)
                json.array("items") { json in for item in items { json.value(item) } }
            }
        }
    }

    /// As HTML, for those who allow no scripts: drawings are left out.
    func writeStatic(to out: inout ByteWriter) {
        func write(_ title: String, _ body: String) {
            out.write("<section><h2>\(HTMLText.escaped(title))</h2>\(body)</section>\n")
        }
        switch self {
        case .table(let table): write(table.title, table.staticRows)
        case .cards(let cards): write(cards.title, cards.staticRows)
        case .treemap, .timeline: break
        case .code(let title, _, let text):
            write(title, "<div class=\"code\"><pre><code>\(HTMLText.escaped(text))</code></pre></div>")
        case .list(let title, _, let items):
            let lines = items.map { "<li>\(HTMLText.escaped($0))</li>" }.joined()
            write(title, "<ul class=\"lines\">\(lines)</ul>")
        }
    }
}

/// Entries with more to say than a row has room for.
struct HTMLCards {
    struct Card {
        var amount: String
        var unit = ""
        var tag = ""
        var tone: Style = .plain
        var title: String
        /// What stands in front of each line may be empty.
        var lines: [(name: String, text: StyledText)] = []
        /// To be copied; empty for none.
        var code = ""
    }

    var title: String
    var note: StyledText?
    var cards: [Card]
    var total: Int
    /// Where the rest is.
    var rest = ""
    /// Bytes of data; cards that go over it are left out.
    var limit = 300_000

    func write(to json: inout JSONWriter) {
        let start = json.out.bytes.count
        json.member("kind", "cards")
        json.member("title", title)
        json.member("note", note)
        json.member("total", total)
        json.member("rest", rest)
        json.array("cards") { json in
            for card in cards {
                if json.out.bytes.count - start > limit { return }
                json.object { write(card, to: &$0) }
            }
        }
    }

    private func write(_ card: Card, to json: inout JSONWriter) {
        json.member("amount", card.amount)
        json.member("unit", card.unit)
        json.member("tag", card.tag)
        json.member("tone", card.tone.name ?? "")
        json.member("title", card.title)
        json.array("lines") { json in
            for line in card.lines {
                json.array { json in
                    json.value(line.name)
                    json.value(line.text)
                }
            }
        }
        json.member("code", card.code)
    }

    var staticRows: String {
        let items = cards.prefix(HTMLTable.staticRowCount).map { card in
            "<li><strong>\(HTMLText.escaped(card.amount))</strong> \(HTMLText.escaped(card.tag)) "
                + "\(HTMLText.escaped(card.title))</li>"
        }
        return "<ul class=\"lines\">\(items.joined())</ul>"
    }
}
