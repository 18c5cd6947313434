import Glibc

/// Where the figures come from, since only ratios travel between machines.
struct Machine: Sendable {
    let processor: String
    let cores: Int
    let kernel: String
    /// Runnable tasks in the last minute, before the measurements: what they competed with.
    let load: Double
    let promtool: String
    let cardscan: String

    init(promtool: String, cardscan: String, scratch: String) throws(CommandError) {
        let model = try lines(of: "/proc/cpuinfo").first { $0.hasPrefix("model name") }
        processor = model?.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown processor"
        cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        kernel = try lines(of: "/proc/sys/kernel/osrelease").first.map(String.init) ?? "of unknown version"
        var loads = [0.0]
        load = getloadavg(&loads, 1) == 1 ? loads[0] : 0
        self.promtool = try Machine.version(promtool, scratch)
        self.cardscan = try Machine.version(cardscan, scratch)
    }

    var line: String {
        "\(processor), \(cores) cores, Linux \(kernel), load \(decimal(load, places: 1)); \(promtool); \(cardscan)"
    }

    /// The first line of `--version`, without what follows the number.
    private static func version(_ program: String, _ scratch: String) throws(CommandError) -> String {
        let file = scratch + "/version.tmp"
        defer { unlink(file) }
        _ = try Measurement([program, "--version"], output: file)
        let name = program.split(separator: "/").last.map(String.init) ?? program
        let words = try lines(of: file).first?.split(separator: " ") ?? []
        let number = words.first { $0.first?.isNumber == true } ?? "of unknown version"
        return "\(name) \(number)"
    }
}
