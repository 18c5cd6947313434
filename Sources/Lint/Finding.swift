/// Something that is wrong, or not as meant, in one place of one file.
package struct Finding: Sendable, Equatable {
    /// The name of the check that found it.
    package var check: String
    package var severity: Severity
    /// One sentence: what is wrong, with the names that matter.
    package var message: String
    /// What to do about it.
    package var advice: String?
    package var file: String
    /// Bytes of the file.
    package var range: Range<Int>
    /// The alert, recording rule, panel or scrape job it is in.
    package var rule: String?
    /// Other places that belong to it: the other of two duplicates.
    package var related: [RelatedPlace] = []
    package var fix: Fix?
    /// What series say of it; empty where none were looked at.
    package var evidence: Evidence = [:]

    package init(
        check: String, severity: Severity, message: String, advice: String? = nil, file: String, range: Range<Int>,
        rule: String? = nil, related: [RelatedPlace] = [], fix: Fix? = nil, evidence: Evidence = [:]
    ) {
        self.check = check
        self.severity = severity
        self.message = message
        self.advice = advice
        self.file = file
        self.range = range
        self.rule = rule
        self.related = related
        self.fix = fix
        self.evidence = evidence
    }
}

/// A place that explains a finding.
package struct RelatedPlace: Sendable, Equatable {
    package let file: String
    package let range: Range<Int>
    package let message: String

    package init(file: String, range: Range<Int>, message: String) {
        self.file = file
        self.range = range
        self.message = message
    }
}

/// Edits of the finding's file that mend it.
package struct Fix: Sendable, Equatable {
    package struct Edit: Sendable, Equatable {
        /// Bytes of the file.
        package let range: Range<Int>
        package let replacement: String

        package init(_ range: Range<Int>, _ replacement: String) {
            self.range = range
            self.replacement = replacement
        }
    }

    package let safety: FixSafety
    /// What the edits do, as an order: `Replace = by =~`.
    package let title: String
    package let edits: [Edit]

    package init(_ safety: FixSafety, _ title: String, _ edits: [Edit]) {
        self.safety = safety
        self.title = title
        self.edits = edits
    }
}
