import ArgumentParser

/// Who reads series, and where rules for them belong.
struct ReadersArguments: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Rules, dashboards, query logs: who reads what.", valueName: "path"), completion: .file())
    var usedBy: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("prometheus.yml, ServiceMonitors: where rules belong.", valueName: "file"),
        completion: .file())
    var config: [String] = []
}
