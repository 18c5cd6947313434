import ArgumentParser

/// Writes Prometheus data of any size, for measurements.
@main
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes Kubernetes-like Prometheus data of any size, the same for the same arguments.",
        subcommands: [Block.self, WriteAheadLog.self])

    /// The window of generated data begins here unless told otherwise: 2026-01-05 10:00 UTC, a multiple of two hours.
    static let defaultStart: Int64 = 1_767_607_200_000
}
