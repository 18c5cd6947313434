import Propose
import Relabel

/// A proposal's rules as lines of `metric_relabel_configs`, below a comment that says what they save.
struct PlanRules {
    let proposal: Proposal

    /// Plain text, one line each, to stand below `metric_relabel_configs:`.
    var lines: [String] {
        var lines = ["# " + Escaper.show(proposal.comment, columns: 200, in: .notation)]
        for rule in proposal.rules {
            do throws(DialectRefusal) {
                lines += try rule.configurationLines()
            } catch {
                lines.append("# left out: " + Escaper.show(error.description, columns: 400, in: .notation))
            }
        }
        return lines
    }
}
