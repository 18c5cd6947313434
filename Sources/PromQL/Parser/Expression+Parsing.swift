extension Expression {
    /// Reads an expression and checks its types: it is what Prometheus would run.
    package convenience init(parsing text: String, as language: Language = .standard) throws(PromQLError) {
        var parser = Parser(text, language: language)
        let whole = try parser.parseWhole()
        try TypeChecker().check(whole)
        self.init(whole.kind, at: whole.range)
    }
}
