import ArgumentParser
import Budgets
import Manifests
import YAML

/// Which budgets, and what they are compared with.
struct BudgetArguments: ParsableArguments {
    @Option(help: ArgumentHelp("The budgets.", valueName: "file"), completion: .file())
    var budget: String?

    @Option(
        help: ArgumentHelp(
            "What growth and trends are measured from: a snapshot or any source, or what `--format json` of analyze or budget wrote.",
            valueName: "source"), completion: .file())
    var baseline: String?

    @Option(
        help: ArgumentHelp("Warn at this share of a limit; outranks the file. Such as 80%.", valueName: "share"))
    var warnAt: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Rules, dashboards, Alertmanager configurations: who reads what. Brings rules that mend what is broken.",
            valueName: "path"), completion: .file())
    var usedBy: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Also count what these recording rules would write, over the sources.", valueName: "path"),
        completion: .file())
    var rules: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("prometheus.yml, ServiceMonitors: where those rules belong.", valueName: "file"),
        completion: .file())
    var config: [String] = []

    /// Budgets are written by hand.
    private static let longest = 8 << 20

    var isEmpty: Bool {
        budget == nil && baseline == nil && warnAt == nil && usedBy.isEmpty && config.isEmpty && rules.isEmpty
    }

    func validate() throws {
        for (name, value) in [("budget", budget), ("baseline", baseline)] where value?.isEmpty == true {
            throw ValidationError("--\(name) must not be empty")
        }
        if !config.isEmpty, usedBy.isEmpty { throw ValidationError("--config needs --used-by") }
        _ = try share()
    }

    func settings(today: String) throws -> BudgetSettings {
        var settings = BudgetSettings(today: today)
        settings.warnAt = try share()
        return settings
    }

    private func share() throws -> Double? {
        guard let warnAt else { return nil }
        guard case .share(let share)? = BudgetQuantity(warnAt), share > 0, share <= 1 else {
            throw ValidationError("--warn-at: expected a share such as 80%")
        }
        return share
    }

    /// The budget file; all that is wrong with it is reported at once.
    func file() throws -> BudgetFile {
        guard let budget else { throw ValidationError("name a budget file with --budget") }
        let source = try Self.source(of: budget, limit: Self.longest)
        let (file, faults) = BudgetReader.read(path: budget, source)
        guard faults.isEmpty else {
            for fault in faults.prefix(50) { Self.report(fault, in: source, budget) }
            throw ExitStatus.failure
        }
        return file
    }

    static func source(of path: String, limit: Int) throws -> SourceText {
        do throws(DiscoveryError) {
            return SourceText(try FileBytes.read(path: path, limit: limit))
        } catch {
            StandardError.error("\(Escaper.show(path)): cannot be read: \(error.reason)")
            throw ExitStatus.failure
        }
    }

    static func report(_ fault: BudgetFault, in source: SourceText, _ path: String) {
        let position = source.position(of: fault.range.lowerBound)
        let message = Escaper.show(fault.message, columns: 1000, in: .notation)
        StandardError.error("\(Escaper.show(path)):\(position): \(message)")
    }
}

/// How a budget is made from what is.
struct DraftArguments: ParsableArguments {
    @Flag(help: "Write a budget made from what is, to standard output or --output.") var write = false

    @Option(help: ArgumentHelp("Room above what is. (default: 20%)", valueName: "share"))
    var headroom: String?

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("Also budget groups of series by these labels, such as team.", valueName: "label,..."))
    var by: [String] = []

    @Option(help: ArgumentHelp("Who owns the budgets.", valueName: "name")) var owner: String?
    @Option(help: ArgumentHelp("The total's last day, such as 2027-01-31.", valueName: "date")) var expires: String?

    var groupBy: [String] { SourceArguments.names(by) }

    func validate() throws {
        guard write else {
            for (name, isGiven) in [
                ("headroom", headroom != nil), ("by", !by.isEmpty), ("owner", owner != nil),
                ("expires", expires != nil),
            ]
            where isGiven { throw ValidationError("--\(name) is about --write") }
            return
        }
        _ = try settings()
        if let expires, UTCTime(rfc3339: expires) == nil || expires.utf8.count != 10 {
            throw ValidationError("--expires: expected a date such as 2027-01-31")
        }
    }

    func settings() throws -> BudgetDraft.Settings {
        var settings = BudgetDraft.Settings()
        settings.owner = owner
        settings.expires = expires
        if let headroom {
            guard case .share(let share)? = BudgetQuantity(headroom), share <= 100 else {
                throw ValidationError("--headroom: expected a share such as 20%")
            }
            settings.headroom = share
        }
        return settings
    }
}
