/// Which PromQL an expression is checked as: the version of Prometheus that will run it, and its feature flags.
package struct Language: Sendable, Equatable {
    /// A part of PromQL that is switched on by name. Raw values are those of `--enable-feature`.
    package enum Feature: String, Sendable, CaseIterable {
        case experimentalFunctions = "promql-experimental-functions"
        /// On by default since 3.14, where the flag does nothing.
        case durationExpressions = "promql-duration-expr"
        case extendedRangeSelectors = "promql-extended-range-selectors"
        case fillModifiers = "promql-binop-fill-modifiers"
    }

    package let version: Version
    package let features: Set<Feature>

    package init(version: Version = .latest, features: Set<Feature> = []) {
        self.version = version
        self.features = version >= Version(3, 14) ? features.union([.durationExpressions]) : features
    }

    /// What the latest Prometheus takes without flags.
    package static let standard = Language()
    /// What it takes with every flag.
    package static let everything = Language(features: Set(Feature.allCases))

    func has(_ feature: Feature) -> Bool { features.contains(feature) }

    /// Fails if the version is older than a construct.
    func require(
        _ since: Version?, for construct: @autoclosure () -> String, at range: Range<Int>
    ) throws(PromQLError) {
        guard let since, version < since else { return }
        throw PromQLError(
            "\(construct()) needs Prometheus \(since), the expression is checked for \(version)", at: range)
    }
}
