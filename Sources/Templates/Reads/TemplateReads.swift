/// What a template may read of its alert. Nothing that it reads is left out; where that cannot be told label by label,
/// ``allLabels`` says so.
package struct TemplateReads: Sendable {
    /// A label that is read by its name. Ranges are bytes of the template's text.
    package struct Label: Sendable, Equatable {
        package var name: String
        /// The name alone: after the dot, or between the quotes of `index $labels "name"`.
        package var range: Range<Int>
        /// All that reads it: `$labels.name`, `index $labels "name"`.
        package var expression: Range<Int>
    }

    /// A query that the template makes while the alert fires.
    package struct Query: Sendable, Equatable {
        /// Nil if it is put together only then, as in `query (printf ...)`.
        package var expression: String?
        /// What `printf` makes such a query of, with the verbs of Go's package fmt; nil if it is made otherwise.
        package var format: String?
        /// Between the quotes of the string; of a query that is not known, all that makes it.
        package var range: Range<Int>
        /// Whether the bytes at ``range`` are the expression as it is, so that positions in it can be mapped.
        package var isVerbatim: Bool
    }

    /// The alert's labels.
    package var labels: [Label] = []
    package var externalLabels: [Label] = []
    /// Where the value is read.
    package var values: [Range<Int>] = []
    /// Where all labels may be read: a loop over them, or a function that is given them.
    package var allLabels: [Range<Int>] = []
    package var allExternalLabels: [Range<Int>] = []
    package var queries: [Query] = []

    package var readsValue: Bool { !values.isEmpty }
    package var mayReadAllLabels: Bool { !allLabels.isEmpty }
    package var mayReadAllExternalLabels: Bool { !allExternalLabels.isEmpty }

    init() {}
}

extension Template {
    /// What the template may read, in the order of evaluation.
    package var reads: TemplateReads {
        if isConstant { return TemplateReads() }
        var reader = Reader(self)
        return reader.run()
    }
}
