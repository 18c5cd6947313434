/// Values that may begin with a dash, such as `--min-time -2h`, tied to their options: `--min-time=-2h`.
///
/// Where another argument is wrong, the argument parser looks for requests of help in all that it has not used yet, and
/// would find an `-h` in `-2h`.
enum ValuesWithDash {
    private static let options: Set = [
        "--min-time", "--max-time", "--old-window", "--new-window", "--target", "--limit",
    ]

    static func joined(_ arguments: [String]) -> [String] {
        var joined: [String] = []
        var rest = arguments[...]
        while let argument = rest.first, argument != "--" {
            rest.removeFirst()
            if options.contains(argument), let value = rest.first, value.hasPrefix("-") {
                joined.append("\(argument)=\(value)")
                rest.removeFirst()
            } else {
                joined.append(argument)
            }
        }
        return joined + rest
    }
}
