import ArgumentParser

/// `--targets`: one target's exposition taken for those of a fleet.
struct TargetsArgument: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Project the exposition of one target to so many: series times n, values of labels as they are.",
            valueName: "n"))
    var targets: Int?

    func validate() throws {
        if let targets, !(1...1_000_000).contains(targets) {
            throw ValidationError("--targets must be from 1 to 1000000")
        }
    }
}
