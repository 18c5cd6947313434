import YAML

/// A text that was parsed.
struct ParsedText {
    let text: ManifestText
    let stream: YAMLStream
    /// The rules that were read meanwhile, if it is worth it.
    let rules: ReadRules?

    init(_ text: ManifestText, _ options: ManifestOptions) {
        self.text = text
        guard options.threads > 1, text.source.bytes.count >= RulesAhead.leastSize else {
            stream = YAMLStream(parsing: text.source, limits: options.limits)
            rules = nil
            return
        }
        var ahead = RulesAhead(in: text, options: options)
        stream = YAMLStream(parsing: text.source, limits: options.limits) { ahead.add($0) }
        rules = ahead.finish()
    }
}
