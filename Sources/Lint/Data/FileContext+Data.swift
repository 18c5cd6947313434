import Manifests
extension FileContext {
    /// Reports what series say of a part of a query.
    package mutating func report(
        _ message: String, in query: DataQuery, at range: Range<Int>, advice: String? = nil, severity: Severity? = nil,
        fix: Fix? = nil, evidence: Evidence
    ) {
        findings.append(
            Finding(
                check: check.name, severity: severity ?? check.severity, message: message, advice: advice,
                file: file.path, range: query.fileRange(of: range), rule: query.name, fix: fix, evidence: evidence))
    }
}
