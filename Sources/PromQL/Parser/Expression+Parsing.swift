extension Expression {
    /// Reads an expression and checks its types: it is what Prometheus would run.
    package init(parsing text: String, as language: Language = .standard) throws(PromQLError) {
        var parser = Parser(text, language: language)
        self = try parser.parseWhole()
        try TypeChecker().check(self)
    }
}
