import Manifests
import Relabel
import YAML

/// Which of a file's lists is meant.
struct RelabelListChoice {
    var job: String?
    /// A number, a key, or part of an owner's name.
    var list: String?

    /// The lists it allows, each with its number in the file.
    func matches(in lists: [RelabelList]) -> [(number: Int, list: RelabelList)] {
        var found = lists.enumerated().map { (number: $0 + 1, list: $1) }
        if let job { found = found.filter { $0.list.owner == "job \"\(job)\"" } }
        guard let list else { return found }
        if let number = Int(list) { return found.filter { $0.number == number } }
        let byKey = found.filter { $0.list.key == list || $0.list.place.rawValue == list }
        return byKey.isEmpty ? found.filter { $0.list.owner.contains(list) } : byKey
    }
}

/// One list of rules, as it is written and as it works.
struct ChosenRelabelList {
    let path: String
    let list: RelabelList
    let relabelling: Relabelling

    /// Without a choice, the file must have one list, or one that is applied to samples.
    init(
        from file: ManifestFile, _ choice: RelabelListChoice, scheme: NameScheme?
    ) throws(ArgumentProblem) {
        path = file.path
        let lists = file.contents.flatMap(\.relabelLists)
        let name = Escaper.show(file.path)
        guard !lists.isEmpty else { throw Self.nothing(in: file) }
        var found = choice.matches(in: lists)
        if found.count > 1, choice.list == nil {
            let samples = found.filter { $0.list.place == .samples }
            if samples.count == 1 { found = samples }
        }
        guard found.count == 1, let list = found.first?.list else {
            let wanted = found.isEmpty ? "no list of rules there is meant by that" : "several lists are there"
            let shown = (found.isEmpty ? lists.enumerated().map { ($0 + 1, $1) } : found.map { ($0.number, $0.list) })
            throw ArgumentProblem(
                "\(name): \(wanted); choose one with --list:\n" + Self.listing(shown, in: file).joined(separator: "\n"))
        }
        self.list = list
        if let fault = file.faults.first(where: { Self.concerns($0, list) }) {
            throw Self.problem(fault.message, at: fault.range.lowerBound, in: file, advice: fault.advice)
        }
        var rules: [RelabelRule] = []
        for located in list.rules {
            guard let rule = located.rule else {
                throw Self.problem(
                    located.unsupported
                        ?? "this rule cannot be replayed: only the program it is for can tell what it says",
                    at: located.fileRange.lowerBound, in: file)
            }
            rules.append(rule)
        }
        do throws(Relabelling.Refusal) {
            relabelling = try Relabelling(rules, scheme: scheme ?? Self.scheme(of: file))
        } catch {
            let rule = list.rules[error.rule]
            let range = error.fault.field.map(rule.fileRange(of:)) ?? rule.fileRange
            throw Self.problem(
                "rule \(error.rule + 1): \(error.fault.message)", at: range.lowerBound, in: file,
                advice: error.fault.advice)
        }
    }

    /// `metric_relabel_configs of job "node"`
    var title: String {
        let key = list.key.isEmpty ? "rules" : list.key
        return list.owner == "the file" ? key : "\(key) of \(list.owner)"
    }

    /// The line of a rule in its file.
    func line(of rule: Int) -> Int {
        var text = list.text
        while let parent = text.parent { text = parent }
        return text.source.lineNumber(of: list.rules[rule].fileRange.lowerBound)
    }

    private static func concerns(_ fault: ManifestFault, _ list: RelabelList) -> Bool {
        switch fault.kind {
        case .syntax: true
        case .relabelling, .manifest, .duplicateKey:
            list.fileRange.overlaps(fault.range) || list.fileRange.contains(fault.range.lowerBound)
        default: false
        }
    }

    private static func scheme(of file: ManifestFile) -> NameScheme {
        for case .prometheus(let configuration) in file.contents {
            if let scheme = configuration.nameValidationScheme.flatMap({ NameScheme(rawValue: $0.value) }) {
                return scheme
            }
        }
        return .utf8
    }

    private static func nothing(in file: ManifestFile) -> ArgumentProblem {
        if let fault = file.faults.first {
            return problem(fault.message, at: fault.range.lowerBound, in: file, advice: fault.advice)
        }
        return ArgumentProblem(
            "\(Escaper.show(file.path)): holds no relabelling rules; expected a list of rules, a prometheus.yml, a monitor of"
                + " prometheus-operator, values of its chart, or an .alloy file")
    }

    private static func problem(
        _ message: String, at offset: Int, in file: ManifestFile, advice: String? = nil
    ) -> ArgumentProblem {
        let place = "\(Escaper.show(file.path)):\(file.text.source.position(of: offset))"
        let advice = advice.map { "; " + Escaper.show($0, columns: 1000, in: .notation) } ?? ""
        return ArgumentProblem("\(place): \(Escaper.show(message, columns: 2000, in: .notation))\(advice)")
    }

    private static let listingLimit = 40

    private static func listing(_ lists: [(Int, RelabelList)], in file: ManifestFile) -> [String] {
        var lines = lists.prefix(listingLimit).map { number, list in
            let line = file.text.source.lineNumber(of: list.fileRange.lowerBound)
            let owner = Escaper.show(list.owner, columns: 100)
            return "  \(number)  line \(line)  \(list.key)  \(owner)  \(Figures.count(list.rules.count, "rule"))"
        }
        if lists.count > listingLimit { lines.append("  and \(lists.count - listingLimit) more") }
        return lines
    }
}
