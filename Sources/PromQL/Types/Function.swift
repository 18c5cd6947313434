import Spelling

/// A function of PromQL: what it takes, what it gives, and since when.
package final class Function: Sendable {
    package let name: String
    package let parameters: [ValueType]
    /// How many arguments beyond the parameters but the last may follow; `nil` for any number.
    package let variadic: Int?
    package let result: ValueType
    package let isExperimental: Bool
    /// The version that brought it, and the one from which it needs no feature flag, where they are known to matter.
    let since: Version?
    let stableSince: Version?
    /// Whether it gives one result for each of the series it is given, with their labels but perhaps for the name.
    package let keepsLabels: Bool

    init(name: String, parameters: [ValueType], variadic: Int?, result: ValueType, isExperimental: Bool = false) {
        self.name = name
        self.parameters = parameters
        self.variadic = variadic
        self.result = result
        self.isExperimental = isExperimental
        since = Language.functions[name]
        stableSince = Language.stableSince[name]
        keepsLabels = parameters == [.matrix] && name != "absent_over_time"
    }

    /// `nil` if Prometheus knows no function of that name. Names are case sensitive.
    package static func named(_ name: String) -> Function? { table[name] }

    /// What became of it is `double_exponential_smoothing`, in 3.0.
    static let holtWinters = Function(
        name: "holt_winters", parameters: [.matrix, .scalar, .scalar], variadic: 0, result: .vector)

    /// The name most like this one, for a person who mistyped it.
    static func similar(to name: String) -> String? { Spelling.nearest(to: name, among: table.keys.sorted()) }
}

extension Function: Equatable {
    /// There is one of each name.
    package static func == (one: Function, other: Function) -> Bool { one === other }
}
