/// A report as one file for a browser: it needs no network, runs nothing but its own scripts, and can be read, searched
/// and printed without any program beside it.
///
/// The head and the tables' first rows are HTML, for those who allow no scripts; a script then builds the sections from
/// JSON. In both, what comes from data is text: it has passed `Escaper`, is escaped for HTML here, and is set as
/// `textContent` there. A Content-Security-Policy that names the scripts by their hashes stands behind that.
struct HTMLPage {
    /// One number that matters, with its name.
    struct Figure {
        var title: String
        var value: String
        var note = ""
    }

    struct Notice {
        var isAlarm: Bool
        var text: String
        var items: [String] = []
    }

    /// `analyze`
    var command: String
    /// What was looked at.
    var subject: String
    /// Facts on what was looked at.
    var about: [String] = []
    /// What the report says, in one sentence.
    var headline: StyledText
    var lead: [StyledText] = []
    var figures: [Figure] = []
    var notices: [Notice] = []
    var sections: [HTMLSection] = []
    /// Lines at the foot.
    var colophon: [StyledText] = []

    func write(to out: inout ByteWriter) {
        let policy =
            "default-src 'none'; script-src \(HTMLAsset.scripts.map(\.source).joined(separator: " ")); "
            + "style-src \(HTMLAsset.style.source); base-uri 'none'; form-action 'none'"
        out.write(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta name="generator" content="cardscan \(HTMLText.escaped(Cardscan.version))">
            <title>cardscan \(command): \(HTMLText.escaped(subject))</title>
            <style>\(HTMLAsset.style.text)</style>
            </head>
            <body>

            """)
        writeHead(to: &out)
        out.write("<main id=\"sections\">\n")
        for section in sections { section.writeStatic(to: &out) }
        out.write("</main>\n<footer>\n")
        for line in colophon { out.write("<p>\(HTMLText.escaped(line))</p>\n") }
        out.write("</footer>\n<script type=\"application/json\" id=\"data\">")
        writeData(to: &out)
        out.write("</script>\n")
        for script in HTMLAsset.scripts { out.write("<script>\(script.text)</script>\n") }
        out.write("</body>\n</html>\n")
    }

    private func writeHead(to out: inout ByteWriter) {
        out.write("<header>\n<div class=\"about\"><span class=\"tool\">cardscan \(command)</span>")
        for fact in [subject] + about where !fact.isEmpty { out.write("<span>\(HTMLText.escaped(fact))</span>") }
        out.write("</div>\n<h1>\(HTMLText.escaped(headline))</h1>\n<div class=\"lead\">")
        for sentence in lead { out.write("<p>\(HTMLText.escaped(sentence))</p>") }
        out.write("</div>\n")
        for notice in notices {
            let tone = notice.isAlarm ? " alarm" : ""
            out.write("<div class=\"notice\(tone)\" role=\"note\">\(HTMLText.escaped(notice.text))")
            if !notice.items.isEmpty {
                out.write("<ul>")
                for item in notice.items { out.write("<li>\(HTMLText.escaped(item))</li>") }
                out.write("</ul>")
            }
            out.write("</div>\n")
        }
        if !figures.isEmpty {
            out.write("<dl class=\"figures\">\n")
            for figure in figures {
                out.write("<div><dt>\(HTMLText.escaped(figure.title))</dt><dd>\(HTMLText.escaped(figure.value))</dd>")
                if !figure.note.isEmpty { out.write("<dd class=\"note\">\(HTMLText.escaped(figure.note))</dd>") }
                out.write("</div>\n")
            }
            out.write("</dl>\n")
        }
        out.write("</header>\n")
    }

    private func writeData(to out: inout ByteWriter) {
        var json = JSONWriter(embeddedIn: ByteWriter())
        json.object { json in
            json.array("sections") { json in
                for section in sections { section.write(to: &json) }
            }
        }
        json.out.bytes.withUnsafeBytes { out.write($0) }
    }
}
