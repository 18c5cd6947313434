import Manifests

/// Runs checks over files.
package struct Linter: Sendable {
    package let settings: LintSettings
    private let checks: [any Check.Type]

    package init(settings: LintSettings, checks: [any Check.Type] = Checks.all) {
        self.settings = settings
        self.checks = checks
    }

    /// What the checks find, in the order of files and places. Nothing is suppressed here.
    package func findings(in project: Project) -> [Finding] {
        var findings: [Finding] = []
        for file in project.files { findings += self.findings(in: file) }
        for type in checks {
            var context = ProjectContext(settings: settings, check: type.info)
            type.init().visit(project, &context)
            findings += context.findings
        }
        return findings
    }

    private func findings(in file: ManifestFile) -> [Finding] {
        var findings: [Finding] = []
        for type in checks {
            let check = type.init()
            var context = FileContext(settings: settings, file: file, check: type.info)
            check.visit(file, &context)
            for case .rules(let ruleFile) in file.contents {
                context.ruleFile = ruleFile
                for group in ruleFile.groups {
                    context.group = group
                    check.visit(group, &context)
                    for rule in group.rules {
                        context.rule = rule
                        check.visit(rule, &context)
                    }
                    context.rule = nil
                }
                context.group = nil
            }
            findings += context.findings
        }
        return findings.sorted { ($0.range.lowerBound, $0.check) < ($1.range.lowerBound, $1.check) }
    }
}
