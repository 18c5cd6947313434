import ArgumentParser
import Lint
import Propose
import Regex

struct PlanResultArguments: ParsableArguments {
    @Option(
        name: .shortAndLong, help: .choice(PlanFormat.self, " (default: text)", valueName: "format"),
        completion: PlanFormat.completion,
        transform: PlanFormat.init(parsing:))
    var format: PlanFormat = .text
}

extension ProposeOptions.Allowance: Choice {}

/// Which proposals are wanted, and how far they may go.
struct ProposalArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Also rules for what is sent to this address, or name.", valueName: "url"),
        transform: GivenText.parse)
    var remoteWrite: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Stop at so many active series, or less: 7M, -30%.", valueName: "series"),
        transform: ProposalArguments.goal)
    var target: ProposeOptions.Target?

    @Option(
        help: ArgumentHelp("Leave out what spares fewer series. (default: 1)", valueName: "series"),
        transform: ProposalArguments.series)
    var minSaving: Int?

    @Option(
        help: .choice(ProposeOptions.Allowance.self, " Risks to take.", valueName: "risk,..."),
        completion: ProposeOptions.Allowance.completion, transform: ProposalArguments.allowances)
    var allow: [Set<ProposeOptions.Allowance>] = []

    @Option(
        help: ArgumentHelp("Leave metrics or proposals of this whole name alone.", valueName: "regex"),
        transform: ProposalArguments.pattern)
    var exclude: [Regex] = []

    @Option(
        help: ArgumentHelp("Show how series spread over so many servers.", valueName: "n"),
        transform: WholeNumber.parser(1...10_000))
    var shards: Int?

    @Option(
        help: ArgumentHelp("Label whose hash decides. (default: instance)", valueName: "label"),
        transform: GivenText.parse)
    var shardLabel: String?

    func apply(to options: inout ProposeOptions) {
        options.allowed = allow.reduce([]) { $0.union($1) }
        options.target = target
        options.minSaving = minSaving ?? 1
        options.excluded = exclude
        options.shards = shards
        options.shardLabel = shardLabel ?? options.shardLabel
    }

    private static func allowances(_ text: String) throws -> Set<ProposeOptions.Allowance> {
        Set(try NameList(parsing: text).names.map { try ProposeOptions.Allowance(parsing: $0) })
    }

    /// `7M`, `500k`, `1200`, `-30%`.
    static func goal(_ text: String) throws -> ProposeOptions.Target {
        if text.hasPrefix("-"), text.hasSuffix("%") {
            guard let share = Double(text.dropFirst().dropLast()), share > 0, share <= 100 else {
                throw ArgumentProblem("expected a share such as -30%")
            }
            return .less(share / 100)
        }
        guard let series = count(text) else {
            throw ArgumentProblem("expected a number of series such as 500k or 7M, or a share such as -30%")
        }
        return .series(series)
    }

    private static func series(_ text: String) throws -> Int {
        guard let series = count(text) else { throw ArgumentProblem("expected a number of series such as 500k or 7M") }
        return series
    }

    private static func count(_ text: String) -> Int? {
        let units: [Character: Double] = ["k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Double(unit == nil ? text[...] : text.dropLast()), number >= 0, number.isFinite,
            number * (unit ?? 1) < 1e15
        else { return nil }
        return Int(number * (unit ?? 1))
    }

    private static func pattern(_ text: String) throws -> Regex {
        do throws(RegexError) {
            return try Regex(text, for: .matching)
        } catch {
            throw ArgumentProblem(error.message)
        }
    }
}
