import ArgumentParser
import Cardinality

/// Which series rules are tried on, for commands that also read other files.
struct DataArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Series to try rules on: any SOURCE; repeatable.", valueName: "source"),
        completion: .file(), transform: GivenText.parse)
    var data: [String] = []

    @OptionGroup var selecting: SelectionArguments

    func validate() throws {
        if data.isEmpty, let option = selecting.given.first {
            throw ValidationError("\(option) is about series: name them with --data")
        }
    }
}
