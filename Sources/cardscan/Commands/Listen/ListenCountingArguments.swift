import ArgumentParser
import Cardinality
import Receiver

/// What a receiver counts, and with how much memory.
struct ListenCountingArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("The sliding window, 1m or more. (default: 1h)", valueName: "duration"),
        transform: DurationArgument.parser(atLeast: 60_000))
    var window: PrometheusDuration?

    @OptionGroup var activity: ActivityArguments
    @OptionGroup var groups: GroupArguments
    @OptionGroup var budgets: BudgetFileArguments

    func apply(to options: inout ReceiverOptions, _ configuration: Configuration) {
        options.window = window?.milliseconds ?? options.window
        options.activeWithin =
            activity.activeWithin?.milliseconds ?? configuration.activeWithin?.milliseconds ?? options.activeWithin
        options.groupBy = groups.labels
    }
}
