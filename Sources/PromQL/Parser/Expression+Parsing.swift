extension Expression {
    /// Reads an expression and checks its types: it is what Prometheus would run.
    ///
    /// - Parameter patterns: Shared by expressions that have patterns in common.
    package convenience init(
        parsing text: String, as language: Language = .standard, patterns: PatternCache = PatternCache()
    ) throws(PromQLError) {
        var parser = Parser(text, language: language, patterns: patterns)
        let whole = try parser.parseWhole()
        try TypeChecker().check(whole)
        self.init(whole.kind, at: whole.range)
    }
}
