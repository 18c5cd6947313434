/// What a relabelling rule does (`model/relabel/relabel.go`). Raw values are as Prometheus prints them; a configuration
/// may write them in any case.
package enum Action: String, Sendable, CaseIterable {
    case replace, keep, drop, keepequal, dropequal, hashmod, labelmap, labeldrop, labelkeep, lowercase, uppercase
}
