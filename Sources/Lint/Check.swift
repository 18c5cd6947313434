package import Manifests

/// One thing that lint looks for: a file of its own, and a line in `Checks.all`.
///
/// A check implements the visits it needs. It reads what was parsed and reports findings; it keeps no state, so files can
/// be checked at the same time.
package protocol Check: Sendable {
    static var info: CheckInfo { get }

    init()

    /// A file, whatever it holds.
    func visit(_ file: ManifestFile, _ context: inout FileContext)
    /// A group of a rule file.
    func visit(_ group: RuleGroup, _ context: inout FileContext)
    /// A rule; `context.group` is the group it stands in.
    func visit(_ rule: Rule, _ context: inout FileContext)
    /// An expression of a rule or dashboard, where there are series to check it against.
    func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext)
    /// The expressions of a group together, where there are series to check them against.
    func visit(_ group: RuleGroup, _ queries: [DataQuery], _ grounding: Grounding, _ context: inout FileContext)
    /// All files together, for what only shows there: cycles, duplicates, rules nobody reads.
    func visit(_ project: Project, _ context: inout ProjectContext)
}

extension Check {
    package func visit(_ file: ManifestFile, _ context: inout FileContext) {}
    package func visit(_ group: RuleGroup, _ context: inout FileContext) {}
    package func visit(_ rule: Rule, _ context: inout FileContext) {}
    package func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {}
    package func visit(
        _ group: RuleGroup, _ queries: [DataQuery], _ grounding: Grounding, _ context: inout FileContext
    ) {}
    package func visit(_ project: Project, _ context: inout ProjectContext) {}
}
