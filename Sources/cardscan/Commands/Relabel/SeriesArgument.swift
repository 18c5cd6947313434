import ArgumentParser
import PromQL
import Relabel

/// A series as a person writes it: `up{job="node"}`, `{"my.metric", "l.x"="y"}`.
enum SeriesArgument {
    /// Its labels; what is no series is reported as wrong usage.
    static func labels(of text: String) throws -> [Label] {
        do throws(ArgumentProblem) {
            return try parse(text)
        } catch {
            throw ValidationError(
                "'\(Escaper.show(text, columns: 200, in: .notation))' is no series: \(error.description)")
        }
    }

    static func parse(_ text: String) throws(ArgumentProblem) -> [Label] {
        let matchers: [Matcher]
        do throws(PromQLError) {
            matchers = try Selector(parsing: text).matchers
        } catch {
            let place = text.utf8.prefix(error.range.lowerBound)
            let column = String(decoding: place, as: UTF8.self).unicodeScalars.count + 1
            throw ArgumentProblem(
                "\(Escaper.show(error.message, columns: 400, in: .notation)), at character \(column)")
        }
        var labels: [Label] = []
        for matcher in matchers {
            let name = Array(matcher.name.utf8)
            guard matcher.type == .equal else {
                throw ArgumentProblem("a series has one value for each label; write \(matcher.name)=\"...\"")
            }
            guard !labels.contains(where: { $0.name == name }) else {
                throw ArgumentProblem("it has the label \(Escaper.show(matcher.name, columns: 100)) twice")
            }
            labels.append(Label(name: name, value: matcher.bytes))
        }
        return labels.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }
}

/// Labels as PromQL writes them, fit for a terminal.
enum SeriesNotation {
    static func text(_ labels: [Label]) -> String {
        let metric = labels.first { $0.nameText == Matcher.nameLabel }
        let isPlain = metric.map { isIdentifier($0.value, colons: true) } ?? false
        var parts: [String] = []
        for label in labels {
            if let metric, label == metric {
                if !isPlain { parts.append(quoted(label.value)) }
                continue
            }
            let name = isIdentifier(label.name, colons: false) ? label.nameText : quoted(label.name)
            parts.append("\(name)=\(quoted(label.value))")
        }
        let name = isPlain ? metric?.valueText ?? "" : ""
        return parts.isEmpty && !name.isEmpty ? name : "\(name){\(parts.joined(separator: ", "))}"
    }

    static func quoted(_ value: [UInt8]) -> String {
        "\"" + value.withUnsafeBytes { Escaper.show($0, columns: 400, in: .quotes) } + "\""
    }

    private static func isIdentifier(_ name: [UInt8], colons: Bool) -> Bool {
        guard let first = name.first, !(0x30...0x39 ~= first) else { return false }
        return name.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
            case 0x3A: colons
            default: false
            }
        }
    }
}
