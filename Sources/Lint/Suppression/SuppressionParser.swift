import Spelling

/// What a comment of ours, or of pint, asks for, before it is known what it stands at.
struct SuppressionComment: Equatable {
    enum Target: Equatable {
        /// What the comment stands at, or the next thing.
        case here
        case file
        /// pint's `ignore/…`: lines, whatever they belong to.
        case line, nextLine, begin, end
    }

    var language = Suppression.Language.cardscan
    var target = Target.here
    /// Ranges are bytes of the comment.
    var names: [(text: String, range: Range<Int>)] = []
    /// Metrics that are expected to be absent: the whole comment is about them.
    var metrics: [String] = []
    var until: String?
    var reason: String?
    var fault: (message: String, advice: String, range: Range<Int>)?

    static func == (one: Self, other: Self) -> Bool {
        one.language == other.language && one.target == other.target && one.names.map(\.text) == other.names.map(\.text)
            && one.until == other.until && one.reason == other.reason && one.fault?.message == other.fault?.message
    }
}

/// Reads the words of a comment.
struct SuppressionParser {
    private let bytes: [UInt8]
    private var offset = 0

    /// `nil` if the comment is about something else. `comment` begins with `#`.
    static func parse(_ comment: [UInt8]) -> SuppressionComment? {
        var parser = SuppressionParser(bytes: comment)
        while parser.offset < comment.count, comment[parser.offset] == UInt8(ascii: "#") { parser.offset += 1 }
        switch parser.word()?.text {
        case "cardscan": return parser.cardscan()
        case "pint": return parser.pint()
        default: return nil
        }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func cardscan() -> SuppressionComment? {
        var comment = SuppressionComment()
        let start = offset
        switch word()?.text {
        case "disable": break
        case "disable-file": comment.target = .file
        case "expect-absent":
            let metric = self.word()
            comment.metrics = (metric?.text ?? "").split(separator: ",").map(String.init)
            guard let found = metric, !comment.metrics.isEmpty else {
                comment.fault = (
                    "names no metric", "write 'cardscan expect-absent METRIC', such as 'backup_*'", 0..<bytes.count
                )
                return comment
            }
            comment.names = [("series/metric-absent", found.range)]
            readEnd(into: &comment)
            return comment
        // Prose may begin with the program's name; an order that is misspelt must not be passed over.
        case let order? where Spelling.nearest(to: order, among: ["disable", "disable-file", "expect-absent"]) != nil:
            comment.fault = (
                "there is no order '\(order)'", "write 'cardscan disable CHECK' or 'cardscan disable-file CHECK'",
                start..<offset
            )
            return comment
        default: return nil
        }
        readNames(into: &comment)
        guard !comment.names.isEmpty else {
            comment.fault = (
                "names no check", "write 'cardscan disable CHECK', such as 'promql/missing-comparison'",
                0..<bytes.count
            )
            return comment
        }
        readEnd(into: &comment)
        return comment
    }

    /// What stands behind the names: a date, and why.
    private mutating func readEnd(into comment: inout SuppressionComment) {
        let mark = offset
        if let next = word(), next.text == "until" {
            let date = word()
            if let date, Self.isDate(date.text) {
                comment.until = date.text
            } else {
                let range = date?.range ?? next.range
                comment.fault = ("'until' lacks a date", "write it as 'until 2027-01-31'", range)
            }
        } else {
            offset = mark
        }
        comment.reason = rest()
    }

    /// `disable NAME`, `snooze TIME NAME`, `file/disable`, `file/snooze`, `ignore/…`.
    private mutating func pint() -> SuppressionComment? {
        var comment = SuppressionComment()
        comment.language = .pint
        guard var order = word()?.text else { return nil }
        if order.hasPrefix("file/") {
            comment.target = .file
            order.removeFirst(5)
        }
        switch order {
        case "ignore/file": comment.target = .file
        case "ignore/line": comment.target = .line
        case "ignore/next-line": comment.target = .nextLine
        case "ignore/begin": comment.target = .begin
        case "ignore/end": comment.target = .end
        case "snooze":
            guard let time = word(), Self.isDate(String(time.text.prefix(10))) else { return nil }
            comment.until = String(time.text.prefix(10))
            fallthrough
        case "disable":
            guard let name = word() else { return nil }
            // `promql/series(prometheus)` and `promql/series(+tag)` narrow it to servers, of which there are none here.
            let text = String(name.text.prefix { $0 != "(" })
            comment.names = [(text, name.range.lowerBound..<name.range.lowerBound + text.utf8.count)]
        default: return nil
        }
        return comment
    }

    /// Names with commas between them, and perhaps blanks behind the commas.
    private mutating func readNames(into comment: inout SuppressionComment) {
        while true {
            skipBlanks()
            let start = offset
            while offset < bytes.count, Self.isName(bytes[offset]) { offset += 1 }
            guard offset > start else { return }
            let text = String(decoding: bytes[start..<offset], as: UTF8.self)
            // A reason that begins with a word.
            guard text.contains("/") || text == "*" || comment.names.isEmpty && text != "until" else {
                offset = start
                return
            }
            comment.names.append((text, start..<offset))
            let end = offset
            skipBlanks()
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: ",") else {
                offset = end
                return
            }
            offset += 1
        }
    }

    private mutating func word() -> (text: String, range: Range<Int>)? {
        skipBlanks()
        let start = offset
        while offset < bytes.count, bytes[offset] != 0x20, bytes[offset] != 0x09 { offset += 1 }
        guard offset > start else { return nil }
        return (String(decoding: bytes[start..<offset], as: UTF8.self), start..<offset)
    }

    /// Without the marks that people put before a reason.
    private func rest() -> String? {
        let marks: [UInt8] = [0x20, 0x09, UInt8(ascii: ":"), UInt8(ascii: "-")]
        let rest = bytes[offset...].drop { marks.contains($0) }
        let end = rest.lastIndex { $0 != 0x20 && $0 != 0x09 }
        guard let end else { return nil }
        return String(decoding: rest[...end], as: UTF8.self)
    }

    private mutating func skipBlanks() {
        while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "*"):
            true
        default: false
        }
    }

    /// `YYYY-MM-DD`, in which days compare as texts.
    static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
