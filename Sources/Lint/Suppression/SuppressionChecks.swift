/// What can be wrong with suppressions themselves. They are found where suppressions are applied, after all other checks.
package enum SuppressionChecks {
    package static let all = [expired, invalid, unused]

    static let unused = CheckInfo(
        "suppression/unused", .warning,
        summary: "A comment suppresses a finding that is not there.",
        rationale: """
            A suppression that is no longer needed hides the next fault of its kind. The finding appears only for checks \
            that ran, so that a comment for an optional check is not called unused where that check is off. Comments of \
            pint are not looked at: pint may need them.

            Remove the comment, or the name of the check from its list.
            """,
        fix: .safe,
        faulty: [
            Example(
                rules: """
                    ↓# cardscan disable yaml/parse
                    - record: job:up:sum
                      expr: sum by (job) (up)
                    """,
                fixed: """
                    - record: job:up:sum
                      expr: sum by (job) (up)
                    """)
        ],
        clean: [Example(rules: "- record: job:up:sum\n  expr: sum by (job) (up)")])

    static let expired = CheckInfo(
        "suppression/expired", .warning,
        summary: "A suppression has passed the date it was meant to end on.",
        rationale: """
            The comment says `until` a day that has come. It has no effect any more: what it suppressed is reported again.

            Mend what it suppressed and remove it, or set a later date.
            """,
        fix: .safe,
        faulty: [
            Example(
                rules: """
                    ↓# cardscan disable yaml/parse until 2020-01-31 waits for the new exporter
                    - record: job:up:sum
                      expr: sum by (job) (up)
                    """,
                fixed: """
                    - record: job:up:sum
                      expr: sum by (job) (up)
                    """)
        ],
        clean: [Example(rules: "- record: job:up:sum\n  expr: sum by (job) (up)")])

    static let invalid = CheckInfo(
        "suppression/invalid", .warning,
        summary: "A suppression names no check there is, or has no date where it needs one.",
        rationale: """
            Its author believes something to be suppressed that is not; or it will come to suppress something nobody \
            meant once a check gets that name. Without a valid date the whole comment has no effect.

            `cardscan explain` lists the names of all checks. A name may be a pattern, such as `alert/*`.
            """,
        faulty: [
            Example(
                rules: """
                    # cardscan disable ↓yaml/prase
                    - record: job:up:sum
                      expr: sum by (job) (up)
                    """),
            Example(
                rules: """
                    # cardscan disable yaml/parse until ↓tomorrow
                    - record: job:up:sum
                      expr: sum by (job) (up)
                    """),
        ],
        clean: [Example(rules: "- record: job:up:sum\n  expr: sum by (job) (up)")])
}
