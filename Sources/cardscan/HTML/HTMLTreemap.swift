/// Areas as large as numbers, one inside the other.
struct HTMLTreemap {
    struct Node {
        var name: String
        var size: Int
        /// One of nine colours, nil where `part` decides.
        var hue: Int?
        /// From 0 to 1: how intense the colour is.
        var part: Double?
        var why: StyledText?
        var text = ""
        var facts: [(name: String, value: StyledText)] = []
        var lists: [List] = []
        var timeline: (started: [Int], ended: [Int])?
        /// Descending by size.
        var parts: [Node] = []
        /// What the parts are, for a title.
        var partsAre = "Parts"
        /// What the areas of the parts are.
        var unit = ""
        /// What else there is to know of how the parts look.
        var legend = ""
        /// Size and number of parts that are left out of `parts`.
        var rest = (size: 0, count: 0)

        init(_ name: String, size: Int) {
            self.name = name
            self.size = size
        }
    }

    /// Bars beside the map.
    struct List {
        struct Row {
            var name: String
            var size: Int
            var text: StyledText
            var hue: Int?
            var note = ""
        }

        var title: String
        var rows: [Row]
        /// What a full bar is; nil for the largest row.
        var whole: Int?
    }

    static let hues = 7
    /// The hue for what shares it with others, and the one for what has none.
    static let otherHue = 7
    static let noHue = 8

    var title: String
    var note: StyledText?
    var root: Node
    /// The part of the root that is open at first.
    var open: Int?
    /// Titles of what colours can show, by `hue` and by `part`.
    var colours: [(key: String, title: String)] = []
    /// Bytes of data; parts of the root that go over it are counted in its rest.
    var limit = 600_000

    func write(to json: inout JSONWriter) {
        json.member("kind", "treemap")
        json.member("title", title)
        json.member("note", note)
        json.member("unit", root.unit)
        json.array("colours") { json in
            for colour in colours {
                json.array { json in
                    json.value(colour.key)
                    json.value(colour.title)
                }
            }
        }
        if let open { json.member("open", open) }
        json.object("root") { write(root, to: &$0, limit: limit) }
    }

    private func write(_ node: Node, to json: inout JSONWriter, limit: Int) {
        let start = json.out.bytes.count
        json.member("n", node.name)
        json.member("v", node.size)
        if let hue = node.hue { json.member("hue", hue) }
        if let part = node.part { json.member("part", (part * 1000).rounded() / 1000) }
        json.member("why", node.why)
        if !node.text.isEmpty { json.member("text", node.text) }
        if !node.facts.isEmpty {
            json.array("facts") { json in
                for fact in node.facts {
                    json.array { json in
                        json.value(fact.name)
                        json.value(fact.value)
                    }
                }
            }
        }
        if !node.lists.isEmpty {
            json.array("lists") { json in for list in node.lists { json.object { write(list, to: &$0) } } }
        }
        if let timeline = node.timeline {
            json.object("time") { json in
                json.array("started") { json in for number in timeline.started { json.value(number) } }
                json.array("ended") { json in for number in timeline.ended { json.value(number) } }
            }
        }
        guard !node.parts.isEmpty else { return }
        json.member("unit", node.unit)
        json.member("partsAre", node.partsAre)
        if !node.legend.isEmpty { json.member("legend", node.legend) }
        var rest = node.rest
        json.array("parts") { json in
            for part in node.parts {
                if json.out.bytes.count - start > limit {
                    rest.size += part.size
                    rest.count += 1
                } else {
                    json.object { write(part, to: &$0, limit: limit) }
                }
            }
        }
        if rest.count > 0 {
            json.member("rest", rest.size)
            json.member("restCount", rest.count)
        }
    }

    private func write(_ list: List, to json: inout JSONWriter) {
        json.member("title", list.title)
        if let whole = list.whole { json.member("of", whole) }
        json.array("rows") { json in
            for row in list.rows {
                json.object { json in
                    json.member("n", row.name)
                    json.member("v", row.size)
                    json.member("text", row.text)
                    if let hue = row.hue { json.member("hue", hue) }
                    if !row.note.isEmpty { json.member("count", row.note) }
                }
            }
        }
    }
}
