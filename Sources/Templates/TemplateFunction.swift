/// The functions that templates of alerting rules may call.
package enum TemplateFunction {
    /// Prometheus' own, as of 3.14. `tmpl` is known to console templates only.
    package static let prometheus: Set<String> = [
        "args", "externalURL", "first", "graphLink", "humanize", "humanize1024", "humanizeDuration",
        "humanizePercentage", "humanizeTimestamp", "label", "match", "now", "parseDuration", "pathPrefix", "query",
        "reReplaceAll", "safeHtml", "sortByLabel", "stripDomain", "stripPort", "strvalue", "tableLink", "title",
        "toDuration", "toLower", "toTime", "toUpper", "urlQueryEscape", "value",
    ]

    /// Those which Go's `text/template` brings.
    package static let builtin: Set<String> = [
        "and", "call", "eq", "ge", "gt", "html", "index", "js", "le", "len", "lt", "ne", "not", "or", "print", "printf",
        "println", "slice", "urlquery",
    ]

    package static let names = prometheus.union(builtin)
}
