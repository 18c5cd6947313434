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
    static func similar(to name: String) -> String? {
        let lowered = name.lowercased()
        if table[lowered] != nil { return lowered }
        return table.keys.filter { $0.utf8.count > 3 && isOneEdit(Array($0.utf8), Array(lowered.utf8)) }.min()
    }

    private static func isOneEdit(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        let common = zip(one, other).prefix { $0 == $1 }.count
        let (left, right) = (one.dropFirst(common), other.dropFirst(common))
        return left.dropFirst().elementsEqual(right.dropFirst()) || left.dropFirst().elementsEqual(right)
            || left.elementsEqual(right.dropFirst())
    }
}

extension Function: Equatable {
    /// There is one of each name.
    package static func == (one: Function, other: Function) -> Bool { one === other }
}
