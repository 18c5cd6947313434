package import PromQL

/// What a run of lint is asked to do, apart from where to look.
package struct LintSettings: Sendable {
    package var language = Language.standard

    package init() {}
}
