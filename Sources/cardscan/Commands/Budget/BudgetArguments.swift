import ArgumentParser
import Budgets
import YAML

/// The budgets that series are judged by.
struct BudgetFileArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("File of budgets; docs/budget.md has its keys.", valueName: "file"), completion: .file(),
        transform: GivenText.parse)
    var budget: String?

    /// Budgets are written by hand.
    private static let longest = 8 << 20

    /// The budget file; all that is wrong with it is reported at once.
    func file() throws -> BudgetFile {
        guard let budget else { throw ValidationError("name a budget file with --budget") }
        let source = try InputText.read(budget, limit: Self.longest)
        let (file, faults) = BudgetReader.read(path: budget, source)
        guard faults.isEmpty else {
            for fault in faults.prefix(50) {
                InputText.report(fault.message, at: fault.range.lowerBound, in: source, budget)
            }
            throw ExitStatus.failure
        }
        return file
    }
}

/// What budgets are compared with, and what is said of those that are broken.
struct JudgingArguments: ParsableArguments {
    @OptionGroup var budgets: BudgetFileArguments

    @Option(
        help: ArgumentHelp("What growth is measured from: a SOURCE or a report.", valueName: "source"),
        completion: .file(), transform: GivenText.parse)
    var baseline: String?

    @Option(
        help: ArgumentHelp("Warn at this share of a limit, such as 80%.", valueName: "share"),
        transform: ShareArgument.parser("80%", atMost: 1))
    var warnAt: Double?

    @OptionGroup var readers: ReadersArguments

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Also count what these recording rules would write.", valueName: "path"),
        completion: .file())
    var rules: [String] = []

    var isEmpty: Bool {
        budgets.budget == nil && baseline == nil && warnAt == nil && readers.usedBy.isEmpty && readers.config.isEmpty
            && rules.isEmpty
    }

    func validate() throws {
        if !readers.config.isEmpty, readers.usedBy.isEmpty { throw ValidationError("--config needs --used-by") }
    }

    func settings(today: String) -> BudgetSettings {
        var settings = BudgetSettings(today: today)
        settings.warnAt = warnAt
        return settings
    }
}

/// How a budget is made from what is.
struct DraftArguments: ParsableArguments {
    @Flag(help: "Write a budget made from what is there.") var write = false

    @Option(
        help: ArgumentHelp("Room above what is there. (default: 20%)", valueName: "share"),
        transform: ShareArgument.parser("20%", atMost: 100))
    var headroom: Double?

    @OptionGroup var groups: GroupArguments

    @Option(help: ArgumentHelp("Who owns the budgets.", valueName: "name")) var owner: String?

    @Option(
        help: ArgumentHelp("The total's last day, such as 2027-01-31.", valueName: "date"),
        transform: DraftArguments.day)
    var expires: String?

    func validate() throws {
        guard !write else { return }
        for (name, isGiven) in [
            ("headroom", headroom != nil), ("by", !groups.by.isEmpty), ("owner", owner != nil),
            ("expires", expires != nil),
        ]
        where isGiven { throw ValidationError("--\(name) is about --write") }
    }

    var settings: BudgetDraft.Settings {
        var settings = BudgetDraft.Settings()
        settings.owner = owner
        settings.expires = expires
        settings.headroom = headroom ?? settings.headroom
        return settings
    }

    private static func day(_ text: String) throws -> String {
        guard UTCTime(rfc3339: text) != nil, text.utf8.count == 10 else {
            throw ArgumentProblem("expected a date such as 2027-01-31")
        }
        return text
    }
}

/// Shares as options take them: `80%`.
enum ShareArgument {
    /// Reads what is more than nothing, unless more than `atMost` is allowed to be, in parts of one.
    static func parser(_ example: String, atMost most: Double) -> @Sendable (String) throws -> Double {
        { text in
            guard case .share(let share)? = BudgetQuantity(text), share <= most, share > 0 || most > 1 else {
                throw ArgumentProblem("expected a share such as \(example)")
            }
            return share
        }
    }
}
