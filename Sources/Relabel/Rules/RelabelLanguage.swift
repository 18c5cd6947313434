/// Whose rules a list is made of. Raw values are those of `--dialect` of `cardscan relabel`.
package enum RelabelLanguage: String, Sendable, CaseIterable {
    /// What Prometheus reads, and all that read as it does: prometheus-operator, Alloy, the OpenTelemetry collector.
    case prometheus
    /// vmagent and VictoriaMetrics: more actions, `if`, patterns in a list (`lib/promrelabel`).
    case vmagent
}
