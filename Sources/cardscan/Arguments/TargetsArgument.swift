import ArgumentParser

/// `--targets`: one target's exposition taken for those of a fleet.
struct TargetsArgument: ParsableArguments {
    @Option(
        help: ArgumentHelp("Project one target's exposition to so many of them.", valueName: "n"),
        transform: WholeNumber.parser(1...1_000_000))
    var targets: Int?
}
