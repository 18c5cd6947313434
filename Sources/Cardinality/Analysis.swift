package import TSDB

/// Counts the series of one or several sources.
package enum Analysis {
    /// Throws only when no source could be used at all; what one damaged file costs stands in `diagnostics`.
    package static func run(_ options: AnalysisOptions) throws(Diagnostic) -> CardinalityReport {
        throw Diagnostic(file: options.sources.first ?? "", "not built yet")
    }
}
