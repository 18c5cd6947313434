extension Checks {
    /// What is said of every check, those of suppressions included, in the order of their names.
    package static let information: [CheckInfo] =
        (all.map { $0.info } + SuppressionChecks.all).sorted { $0.name < $1.name }

    package static let names = information.map(\.name)
}
