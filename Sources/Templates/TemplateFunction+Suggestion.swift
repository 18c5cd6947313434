import Spelling

extension TemplateFunction {
    /// What may be meant by a name that is no function.
    static func suggestion(for name: String) -> (hint: String?, replacement: String?) {
        if let meant = variables[name] ?? sameElsewhere[name] ?? Spelling.onlyNearest(to: name, among: names) {
            return ("did you mean \(meant)?", meant)
        }
        if name == "tmpl" { return ("tmpl exists in console templates only; use {{template \"name\" .}}", nil) }
        if let instead = others[name] { return (instead, nil) }
        return ("if a label is meant, write $labels.\(name)", nil)
    }

    /// Names that other programs have for the same function.
    private static let sameElsewhere = [
        "sprintf": "printf", "upper": "toUpper", "lower": "toLower", "urlEscape": "urlQueryEscape",
        "humanizePercent": "humanizePercentage", "regexReplaceAll": "reReplaceAll", "replaceAll": "reReplaceAll",
        "safeHTML": "safeHtml",
    ]

    /// Data that is read through a variable, or a field of the dot.
    private static let variables = [
        "labels": "$labels", "Labels": ".Labels", "externalLabels": "$externalLabels",
        "ExternalLabels": ".ExternalLabels", "ExternalURL": ".ExternalURL", "Value": ".Value",
    ]

    /// Functions which Helm and Alertmanager have and Prometheus has not.
    private static let others: [String: String] = {
        let helm = "a function of Helm, which Prometheus does not have; in a chart escape what Prometheus shall read"
        var others = [
            "formatTime": "times are printed with humanizeTimestamp", "join": "a function of Alertmanager's templates",
            "round": "numbers are rounded with printf \"%.2f\"", "date": "times are printed with humanizeTimestamp",
        ]
        for name in ["default", "include", "quote", "squote", "toString", "trim", "toYaml", "nindent", "indent"] {
            others[name] = helm
        }
        return others
    }()
}
