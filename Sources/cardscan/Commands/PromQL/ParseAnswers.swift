import PromQL

/// Answers of `cardscan promql parse` for programs: one JSON object a line.
///
///     {"ok": true, "canonical", "type", "selectors": [{"name", "matchers": [{"n", "o", "v"}], "range_ms"}], "error": null}
///     {"ok": false, "canonical": null, "type": null, "selectors": [],
///      "error": {"message", "start", "end", "hint", "accepted_by": {"version", "features": []}}}
///
/// `range_ms` is there only where the selector has a range that is constant. `start` and `end` are bytes of the
/// expression, null in the answer to what is no request; so is `accepted_by` if no Prometheus accepts it.
struct ParseAnswers {
    private let language: Language
    var lines = JSONLineAnswers()

    init(language: Language) { self.language = language }

    mutating func answer(_ text: String) {
        do throws(PromQLError) {
            write(try Expression(parsing: text, as: language))
        } catch {
            write(ExpressionFault(error, in: text, language))
        }
    }

    /// Answers what could not be understood as a request.
    mutating func refuse(_ message: String) {
        lines.answer(.failure) { json in
            Self.startFailure(&json)
            json.object("error") { json in
                json.member("message", message)
                json.null("start")
                json.null("end")
            }
        }
    }

    private mutating func write(_ expression: Expression) {
        lines.answer { json in
            json.member("ok", true)
            json.member("canonical", expression.description)
            json.member("type", expression.type.rawValue)
            json.array("selectors") { json in
                for (selector, range) in expression.selectorsAndRanges { Self.write(selector, range, to: &json) }
            }
            json.null("error")
        }
    }

    private static func write(_ selector: Selector, _ range: Int64?, to json: inout JSONWriter) {
        json.object { json in
            json.member("name", selector.name ?? "")
            json.array("matchers") { json in
                for matcher in selector.matchers {
                    json.object { json in
                        json.member("n", matcher.name)
                        json.member("o", matcher.type.rawValue)
                        json.name("v")
                        matcher.bytes.withUnsafeBytes { json.value($0) }
                    }
                }
            }
            if let range { json.member("range_ms", Int(range)) }
        }
    }

    private static func startFailure(_ json: inout JSONWriter) {
        json.member("ok", false)
        json.null("canonical")
        json.null("type")
        json.array("selectors") { _ in }
    }

    private mutating func write(_ fault: ExpressionFault) {
        let language = language
        lines.answer(.findings) { json in
            Self.startFailure(&json)
            json.object("error") { json in
                json.member("message", fault.error.message)
                json.member("start", fault.error.range.lowerBound)
                json.member("end", fault.error.range.upperBound)
                json.member("hint", fault.error.hint)
                guard let remedy = fault.remedy else { return json.null("accepted_by") }
                json.object("accepted_by") { json in
                    json.member("version", (remedy.version ?? language.version).description)
                    json.array("features") { json in
                        for feature in remedy.features { json.value(feature.rawValue) }
                    }
                }
            }
        }
    }
}

extension Expression {
    fileprivate var selectorsAndRanges: [(Selector, Int64?)] {
        var found: [(Selector, Int64?)] = []
        visit { node in
            switch node.kind {
            case .vector(let vector): found.append((vector.selector, nil))
            case .range(let range): found.append((range.vector.selector, range.length.milliseconds))
            default: break
            }
        }
        return found
    }
}
