import Manifests
import Threading

/// Runs checks over files.
package struct Linter: Sendable {
    package let settings: LintSettings
    private let checks: [any Check.Type]
    /// Series to check against.
    private let data: SeriesData?

    package init(settings: LintSettings, checks: [any Check.Type] = Checks.all, data: SeriesData? = nil) {
        self.settings = settings
        self.checks = checks
        self.data = data
    }

    /// What the checks find, in the order of files and places. Nothing is suppressed here.
    package func findings(in project: Project, previous: Project? = nil, threads: Int = 1) -> [Finding] {
        let grounding = data.map { Grounding($0, project) }
        return findings(in: project, previous: previous, threads: threads, grounding)
    }

    func findings(
        in project: Project, previous: Project?, threads: Int, _ grounding: Grounding?
    ) -> [Finding] {
        let pieces = Piece.all(of: project, checks: checks.count)
        // Of few rules there is nothing to share: to start a thread takes as long as to check a hundred.
        let useful = grounding == nil ? 1 + project.rules.count / Piece.rules : pieces.count
        let findings = Threads.map(0..<pieces.count, threads: min(threads, useful), atLeast: 1) { index in
            self.findings(in: pieces[index], of: project, previous, grounding)
        }
        return sorted(findings.flatMap { $0 }, as: project.files)
    }

    private func findings(
        in piece: Piece, of project: Project, _ previous: Project?, _ grounding: Grounding?
    ) -> [Finding] {
        switch piece {
        case .project(let index):
            let type = checks[index]
            var context = ProjectContext(
                settings: settings, check: type.info, previous: previous, grounding: grounding)
            type.visit(project, &context)
            return context.findings
        case .file(let index):
            let file = project.files[index]
            guard let first = checks.first else { return [] }
            var context = FileContext(settings: settings, file: file, of: project, check: first)
            for type in checks {
                context.running = type
                type.visit(file, &context)
            }
            if let grounding { visitPanels(of: file, grounding, &context) }
            return context.findings
        case .groups(let index, let rules, let range):
            return findings(in: rules.groups[range], of: rules, project.files[index], project, grounding)
        }
    }

    /// Rule by rule: a rule has many parts, and setting it costs more than most checks of it.
    private func findings(
        in groups: ArraySlice<RuleGroup>, of rules: RuleFile, _ file: ManifestFile, _ project: Project,
        _ grounding: Grounding?
    ) -> [Finding] {
        guard let first = checks.first else { return [] }
        var context = FileContext(settings: settings, file: file, of: project, check: first)
        context.ruleFile = rules
        for group in groups {
            context.group = group
            for type in checks {
                context.running = type
                type.visit(group, &context)
            }
            var queries: [DataQuery] = []
            for rule in group.rules {
                context.rule = rule
                for type in checks {
                    context.running = type
                    type.visit(rule, &context)
                }
                guard let grounding, let query = DataQuery(rule, in: group, grounding) else { continue }
                for type in checks {
                    context.running = type
                    type.visit(query, grounding, &context)
                }
                queries.append(query)
            }
            context.rule = nil
            guard let grounding else { continue }
            for type in checks {
                context.running = type
                type.visit(group, queries, grounding, &context)
            }
        }
        return context.findings
    }

    private func visitPanels(of file: ManifestFile, _ grounding: Grounding, _ context: inout FileContext) {
        for case .dashboard(let dashboard) in file.contents {
            for panel in dashboard.queries {
                guard let query = DataQuery(panel, grounding) else { continue }
                for type in checks {
                    context.running = type
                    type.visit(query, grounding, &context)
                }
            }
        }
    }

    /// In the order of files, and of places in them.
    private func sorted(_ findings: [Finding], as files: [ManifestFile]) -> [Finding] {
        guard findings.count > 1 else { return findings }
        var order: [String: Int] = [:]
        for (index, file) in files.enumerated() where order[file.path] == nil { order[file.path] = index }
        return findings.map { (order[$0.file] ?? files.count, $0) }
            .sorted {
                ($0.0, $0.1.range.lowerBound, $0.1.check, $0.1.message)
                    < ($1.0, $1.1.range.lowerBound, $1.1.check, $1.1.message)
            }
            .map(\.1)
    }
}

/// A part of the work that one thread does at a time.
private enum Piece: Sendable {
    /// A check of the whole project, by its position.
    case project(Int)
    /// A file as such, by its position.
    case file(Int)
    /// Some groups of a rule file.
    case groups(file: Int, RuleFile, Range<Int>)

    /// Rules that are worth handing to a thread of their own.
    static let rules = 256

    /// The largest first: the work ends when the last piece is done.
    static func all(of project: Project, checks: Int) -> [Piece] {
        var pieces = (0..<checks).map { Piece.project($0) }
        for (index, file) in project.files.enumerated() {
            pieces.append(.file(index))
            for case .rules(let rules) in file.contents {
                var start = 0
                var count = 0
                for (position, group) in rules.groups.enumerated() {
                    count += group.rules.count + 1
                    guard count >= Self.rules || position == rules.groups.count - 1 else { continue }
                    pieces.append(.groups(file: index, rules, start..<position + 1))
                    (start, count) = (position + 1, 0)
                }
            }
        }
        return pieces
    }
}
