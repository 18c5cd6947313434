import PromQL
import YAML

/// Reads the parts of one text that are no rules, and collects what is wrong with them.
package struct PartReader {
    package let text: ManifestText
    package let options: ManifestOptions
    /// Those of this text and of the texts embedded in it, at bytes of the file.
    package private(set) var faults: [ManifestFault] = []
    /// Faults beyond this number are not listed: a file that is wrong in one way is wrong in it often.
    private static let faultLimit = 1000

    package init(text: ManifestText, options: ManifestOptions = ManifestOptions()) {
        self.text = text
        self.options = options
    }

    // MARK: Places and faults

    func fileRange(of node: YAMLNode) -> Range<Int> { text.fileRange(of: node.range) }

    mutating func fault(_ kind: ManifestFault.Kind, _ message: String, at node: YAMLNode, advice: String? = nil) {
        fault(ManifestFault(kind, message, at: fileRange(of: node), advice: advice))
    }

    mutating func fault(_ fault: ManifestFault) {
        if faults.count < Self.faultLimit { faults.append(fault) }
    }

    /// Reads a text that is embedded in this one.
    mutating func within<Result>(_ inner: ManifestText, _ body: (inout PartReader) -> Result) -> Result {
        var reader = PartReader(text: inner, options: options)
        let result = body(&reader)
        for fault in reader.faults { self.fault(fault) }
        return result
    }

    // MARK: Values

    func scalar(_ node: YAMLNode?) -> ManifestScalar? { node.flatMap { ManifestScalar($0, in: text) } }

    /// The text of a scalar that is not empty.
    func word(_ node: YAMLNode?) -> String? {
        guard let value = node?.scalar?.value, !value.isEmpty else { return nil }
        return value
    }

    func scalars(_ node: YAMLNode?) -> [ManifestScalar] { (node?.sequence ?? []).compactMap { scalar($0) } }

    func entries(_ node: YAMLNode?) -> [ManifestEntry] {
        (node?.mapping?.entries ?? []).compactMap { entry in
            guard let key = scalar(entry.key), let value = scalar(entry.value) else { return nil }
            return ManifestEntry(key: key, value: value)
        }
    }

    /// `nil` where the node is missing, null, or no word for true or false.
    mutating func flag(_ node: YAMLNode?, _ key: String) -> LocatedFlag? {
        guard let node, !node.isNull else { return nil }
        guard let scalar = scalar(node), let value = Self.booleans[scalar.value] else {
            fault(.manifest, "`\(key)` is \(node.inWords); expected true or false", at: node)
            return nil
        }
        return LocatedFlag(value: value, scalar: scalar)
    }

    private static let booleans = [
        "true": true, "True": true, "TRUE": true, "yes": true, "Yes": true, "YES": true, "on": true, "On": true,
        "ON": true, "y": true, "Y": true, "false": false, "False": false, "FALSE": false, "no": false, "No": false,
        "NO": false, "off": false, "Off": false, "OFF": false, "n": false, "N": false,
    ]

    mutating func duration(_ node: YAMLNode?, _ key: String) -> LocatedDuration? {
        guard let node, !node.isNull, let scalar = scalar(node), !scalar.value.isEmpty else { return nil }
        do throws(PrometheusDuration.Fault) {
            return LocatedDuration(milliseconds: try PrometheusDuration.milliseconds(scalar.value), scalar: scalar)
        } catch {
            fault(.manifest, error.message, at: node, advice: "write `\(key): 30s`")
            return nil
        }
    }

    /// The limits on a scrape that a mapping states, under the keys of prometheus.yml.
    mutating func limits(in mapping: YAMLMapping, _ spelling: RelabelList.Spelling) -> [LocatedLimit] {
        ScrapeConfig.limitKeys.compactMap { key in
            let written = spelling == .operator ? key.camelCased : key
            guard let node = mapping[written], !node.isNull else { return nil }
            let value = key == "body_size_limit" ? Self.bytes(node) : node.scalar.flatMap { Int($0.value) }
            guard let scalar = scalar(node), let value, value >= 0 else {
                fault(.manifest, "`\(written)` is \(node.inWords); expected a number that is not negative", at: node)
                return nil
            }
            return LocatedLimit(key: key, value: value, scalar: scalar)
        }
    }

    /// A number of bytes: `10MB`, where a thousand is 1024 as Prometheus counts.
    private static func bytes(_ node: YAMLNode) -> Int? {
        guard let text = node.scalar?.value else { return nil }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { return nil }
        let units = ["": 0, "B": 0, "KB": 1, "KiB": 1, "MB": 2, "MiB": 2, "GB": 3, "GiB": 3, "TB": 4, "TiB": 4]
        guard let power = units[String(text.dropFirst(digits.count))] else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << (10 * power))
        return overflow ? nil : bytes
    }
}

extension YAMLNode {
    /// What it is, to a person.
    var inWords: String {
        switch content {
        case .scalar(let scalar):
            scalar.value.isEmpty ? "empty" : scalar.value.utf8.count > 60 ? "a text" : "`\(scalar.value)`"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

extension String {
    /// `sample_limit` as `sampleLimit`.
    var camelCased: String {
        let parts = split(separator: "_")
        return parts.prefix(1).joined() + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
