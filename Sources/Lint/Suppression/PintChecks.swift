/// What the checks of pint are called here, so that comments written for it keep their effect.
///
/// A check of pint that asks a live server, or enforces its configuration, has no equal and is not listed.
package enum PintChecks {
    package static let table: [(pint: String, names: [String])] = []

    /// The checks that a name in a comment of pint stands for; none if there is no equal.
    static func equals(of name: String) -> [String] { table.first { $0.pint == name }?.names ?? [] }
}
