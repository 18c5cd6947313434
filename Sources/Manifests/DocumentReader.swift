import YAML

/// Reads the documents of a text, each as what it looks like.
struct DocumentReader {
    let options: ManifestOptions
    var contents: [Manifest] = []
    var faults: [ManifestFault] = []
    var shapes: [DocumentShape] = []
    /// Rules of the text at hand that were read ahead.
    private var rulesAhead: ReadRules?

    init(options: ManifestOptions) { self.options = options }

    /// Reads all documents of a file, or of a text embedded in one.
    mutating func read(_ parsed: ParsedText, form: RuleFile.Form = .plain) {
        let (stream, text) = (parsed.stream, parsed.text)
        let outer = rulesAhead
        rulesAhead = parsed.rules
        defer { rulesAhead = outer }
        for error in stream.errors {
            faults.append(
                ManifestFault(
                    error.kind == .duplicateKey ? .duplicateKey : .syntax, error.message,
                    at: text.fileRange(of: error.range)))
        }
        let shapes = stream.documents.map { $0.root.map { DocumentShape(of: $0) } }
        let isRuleFile = options.dialect.readsOneDocument && Self.isRuleFile(shapes)
        for (index, document) in stream.documents.enumerated() {
            guard let root = document.root, let shape = shapes[index] else { continue }
            let first = contents.count
            let isRead = read(root, as: shape, text: text, form: form)
            if isRuleFile, index > 0 { markIgnored(from: first, document, text) }
            self.shapes.append(isRead && !shape.isRead ? .part : shape)
        }
    }

    /// Whether a program would load the text as a rule file, rather than hand its documents to a cluster.
    private static func isRuleFile(_ shapes: [DocumentShape?]) -> Bool {
        shapes.contains(.rules) && !shapes.contains { if case .resource = $0 { true } else { false } }
    }

    /// Reads one document or one item of a list, and says whether there was a reader for it.
    @discardableResult
    mutating func read(
        _ root: YAMLNode, as shape: DocumentShape, text: ManifestText, form: RuleFile.Form
    ) -> Bool {
        switch shape {
        case .rules:
            readRules(root, text: text, form: form, options: options)
            return true
        case .resource(let kind):
            return readResource(root, kind: kind, text: text, form: form)
        case .part, .grafanaAlerts, .other:
            return readPart(root, text)
        }
    }

    /// Reads what is no rule file.
    mutating func readPart(_ root: YAMLNode, _ text: ManifestText) -> Bool {
        var reader = PartReader(text: text, options: options)
        guard let found = reader.manifests(in: root) else { return false }
        contents += found
        faults += reader.faults
        return true
    }

    mutating func readRules(_ root: YAMLNode, text: ManifestText, form: RuleFile.Form, options: ManifestOptions) {
        var reader = RuleFileReader(options: options, form: form, text: text, ahead: rulesAhead)
        contents.append(.rules(reader.read(root)))
        faults += reader.fields.faults
    }

    private mutating func markIgnored(from first: Int, _ document: YAMLDocument, _ text: ManifestText) {
        var count = 0
        for index in contents.indices.dropFirst(first) {
            guard case .rules(var file) = contents[index] else { continue }
            file.isLoaded = false
            contents[index] = .rules(file)
            count += file.groups.reduce(0) { $0 + $1.rules.count }
        }
        let rules = count == 1 ? "1 rule" : "\(count) rules"
        let start = document.range.lowerBound
        faults.append(
            ManifestFault(
                .ignoredDocument,
                "this document and its \(rules) are ignored: Prometheus reads the first document of a rule file alone",
                at: text.fileRange(of: start..<min(start + 3, document.range.upperBound)),
                advice: "move its groups into the first document, or into a file of their own"))
    }
}
