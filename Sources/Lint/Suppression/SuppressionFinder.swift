import Manifests
import YAML
import Spelling

/// Finds the suppressions of a file and what each of them holds for.
struct SuppressionFinder {
    private let file: ManifestFile
    private let checks: [String]
    private var suppressions: [Suppression] = []
    /// Rules and groups by the first byte of the line they begin on; a group outranks the rule on its line.
    private var items: [Int: Range<Int>] = [:]
    /// In the order of the file.
    private var rules: [Rule] = []

    static func suppressions(in file: ManifestFile, checks: [String]) -> [Suppression] {
        guard mentions(file.text.source.bytes) else { return [] }
        var finder = SuppressionFinder(file: file, checks: checks)
        finder.findItems()
        finder.read(file.text)
        for case .rules(let rules) in file.contents {
            if rules.text !== file.text { finder.read(rules.text) }
            for group in rules.groups {
                for rule in group.rules { finder.readExpression(of: rule) }
            }
        }
        return finder.suppressions.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private init(file: ManifestFile, checks: [String]) {
        self.file = file
        self.checks = checks
    }

    /// Most files have no suppressions: whether to look closer.
    private static func mentions(_ bytes: [UInt8]) -> Bool {
        let words = ["cardscan", "pint"].map { Array($0.utf8) }
        return bytes.withUnsafeBytes { bytes in
            var offset = bytes.offset(of: UInt8(ascii: "#"))
            while offset < bytes.count {
                let rest = bytes[offset...].drop { $0 == UInt8(ascii: "#") || $0 == 0x20 || $0 == 0x09 }
                if words.contains(where: { rest.starts(with: $0) }) { return true }
                offset = bytes.offset(of: UInt8(ascii: "#"), from: rest.startIndex)
            }
            return false
        }
    }

    private mutating func findItems() {
        for case .rules(let rules) in file.contents {
            for group in rules.groups {
                let groupLine = lineStart(of: group.fileRange.lowerBound)
                items[groupLine] = items[groupLine] ?? group.fileRange
                for rule in group.rules {
                    let line = lineStart(of: rule.fileRange.lowerBound)
                    items[line] = items[line] ?? rule.fileRange
                }
                self.rules += group.rules
            }
        }
        rules.sort { $0.fileRange.lowerBound < $1.fileRange.lowerBound }
    }

    private func lineStart(of offset: Int) -> Int { lines(at: offset).lowerBound }

    /// The line of a byte of the file, its end included.
    private func lines(at offset: Int) -> Range<Int> {
        let source = file.text.source
        let number = source.position(of: offset).line
        let start = source.line(number).lowerBound
        let end = number < source.lineStarts.count ? source.lineStarts[number] : source.bytes.count
        return start..<max(start, end)
    }

    // MARK: Comments of YAML

    private mutating func read(_ text: ManifestText) {
        let bytes = text.source.bytes
        var ignoredFrom: Int?
        for comment in CommentScanner.comments(of: bytes[...]) {
            guard let parsed = SuppressionParser.parse(Array(bytes[comment.range])) else { continue }
            func place(_ range: Range<Int>) -> Range<Int> {
                text.fileRange(
                    of: comment.range.lowerBound + range.lowerBound..<comment.range.lowerBound + range.upperBound)
            }
            let commentRange = text.fileRange(of: comment.range)
            let scope: Range<Int>
            switch parsed.target {
            case .file: scope = 0..<file.text.source.bytes.count + 1
            case .line: scope = lines(at: commentRange.lowerBound)
            case .nextLine: scope = lines(at: lines(at: commentRange.lowerBound).upperBound)
            case .begin:
                ignoredFrom = ignoredFrom ?? commentRange.lowerBound
                continue
            case .end:
                guard let start = ignoredFrom else { continue }
                ignoredFrom = nil
                scope = start..<commentRange.upperBound
            case .here:
                scope =
                    parsed.language == .pint
                    ? pintScope(of: comment, in: text) : self.scope(of: comment, in: text)
            }
            add(parsed, at: commentRange, scope: scope, place: place)
        }
    }

    private func scope(of comment: YAMLComment, in text: ManifestText) -> Range<Int> {
        let bytes = text.source.bytes
        guard comment.isAlone else {
            return scope(ofLineAt: text.fileRange(of: comment.range).lowerBound, blockEnd: blockEnd(comment, text))
        }
        if isAboveContent(comment.range.lowerBound, of: bytes) { return 0..<file.text.source.bytes.count + 1 }
        guard let next = contentOffset(from: comment.range.upperBound, in: bytes) else {
            return text.fileRange(of: comment.range)
        }
        return scope(ofLineAt: text.fileRange(of: next..<next + 1).lowerBound, blockEnd: nil)
    }

    /// The rule or group that begins on the line, or the line with the value that begins on it.
    private func scope(ofLineAt offset: Int, blockEnd: Int?) -> Range<Int> {
        let line = lines(at: offset)
        if let item = items[line.lowerBound] { return line.lowerBound..<max(item.upperBound, line.upperBound) }
        return line.lowerBound..<max(line.upperBound, blockEnd ?? valueEnd(of: line))
    }

    /// A comment above `expr: |` holds for the expression: the lines that are further in.
    private func valueEnd(of line: Range<Int>) -> Int {
        guard let rule = rule(before: line.upperBound) else { return line.upperBound }
        let scalars = [rule.expr] + (rule.labels + rule.annotations).map(\.value)
        let scalar = scalars.first { line.contains($0.fileRange.lowerBound) }
        return scalar?.fileRange.upperBound ?? line.upperBound
    }

    /// The last rule that begins before a byte of the file.
    private func rule(before offset: Int) -> Rule? {
        var (low, high) = (0, rules.count)
        while low < high {
            let middle = (low + high) / 2
            if rules[middle].fileRange.lowerBound < offset { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? rules[low - 1] : nil
    }

    /// pint takes a comment anywhere in a rule, or right above it, as the rule's.
    private func pintScope(of comment: YAMLComment, in text: ManifestText) -> Range<Int> {
        let offset = text.fileRange(of: comment.range).lowerBound
        let next = contentOffset(from: comment.range.upperBound, in: text.source.bytes)
            .map { text.fileRange(of: $0..<$0 + 1).lowerBound }
        // Further in than what follows, it belongs to the rule before.
        let source = file.text.source
        if comment.isAlone, let next, source.position(of: offset).column <= source.position(of: next).column {
            let line = lines(at: next)
            if let rule = rule(before: line.upperBound), line.contains(rule.fileRange.lowerBound) {
                return line.lowerBound..<rule.fileRange.upperBound
            }
        }
        if let rule = rule(before: offset + 1) {
            return lineStart(of: rule.fileRange.lowerBound)..<rule.fileRange.upperBound
        }
        return scope(of: comment, in: text)
    }

    private func blockEnd(_ comment: YAMLComment, _ text: ManifestText) -> Int? {
        comment.blockEnd.map { text.fileRange(of: max(0, $0 - 1)..<$0).upperBound }
    }

    /// Whether nothing but comments, blanks and a document's start stand before.
    private func isAboveContent(_ offset: Int, of bytes: [UInt8]) -> Bool {
        guard let first = contentOffset(from: 0, in: bytes) else { return true }
        return offset < first
    }

    /// The first byte, from the start of a line or the end of a comment on, of a line that says something.
    private func contentOffset(from start: Int, in bytes: [UInt8]) -> Int? {
        var offset = start
        while offset < bytes.count {
            let end = bytes[offset...].firstIndex { $0 == 0x0a || $0 == 0x0d } ?? bytes.count
            let line = bytes[offset..<end]
            let blanks: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
            if let first = line.firstIndex(where: { !blanks($0) }), bytes[first] != UInt8(ascii: "#"),
                !line[first...].elementsEqual("---".utf8), !line[first...].elementsEqual("-".utf8)
            {
                return first
            }
            offset = end + 1
        }
        return nil
    }

    // MARK: Comments of PromQL

    private mutating func readExpression(of rule: Rule) {
        let text = Array(rule.expr.value.utf8)
        guard Self.mentions(text) else { return }
        for range in ExpressionComments.ranges(in: text) {
            guard let parsed = SuppressionParser.parse(Array(text[range])) else { continue }
            let scope = lineStart(of: rule.fileRange.lowerBound)..<rule.fileRange.upperBound
            add(parsed, at: rule.expr.fileRange(of: range), scope: scope) {
                rule.expr.fileRange(of: range.lowerBound + $0.lowerBound..<range.lowerBound + $0.upperBound)
            }
        }
    }

    private mutating func add(
        _ comment: SuppressionComment, at range: Range<Int>, scope: Range<Int>, place: (Range<Int>) -> Range<Int>
    ) {
        var names: [Suppression.Name] = []
        var fault = comment.fault.map {
            Suppression.Fault(message: $0.message, advice: $0.advice, range: place($0.range))
        }
        // Without the date it was to end on, a suppression would hold for ever.
        for name in comment.names where comment.fault == nil {
            switch comment.language {
            case .pint:
                names += PintChecks.equals(of: name.text).map {
                    Suppression.Name(glob: NamePattern(check: $0), range: place(name.range))
                }
            case .cardscan:
                let glob = NamePattern(check: name.text)
                if checks.contains(where: glob.matches(_:)) {
                    names.append(Suppression.Name(glob: glob, range: place(name.range)))
                } else if fault == nil {
                    fault = Suppression.Fault(
                        message: "there is no check '\(name.text)'",
                        advice: Spelling.nearest(to: name.text, among: checks).map { "did you mean '\($0)'?" }
                            ?? "'cardscan explain' lists the checks", range: place(name.range))
                }
            }
        }
        if comment.language == .pint, comment.names.isEmpty {
            names = [Suppression.Name(glob: NamePattern("**"), range: range)]
        }
        guard !names.isEmpty || fault != nil else { return }
        suppressions.append(
            Suppression(
                language: comment.language, names: names, metrics: comment.metrics.map { NamePattern($0) },
                until: comment.until, reason: comment.reason, range: range,
                fault: fault, scope: scope))
    }
}
