package import TSDB

/// Limits on what a series may be made of: what no sender reaches and a receiver need not store.
package struct LabelLimits: Sendable {
    package var labels = 512
    /// Bytes.
    package var nameLength = 4 << 10
    package var valueLength = 64 << 10

    package init() {}
}

/// Tells which label sets are no series, as Prometheus' receiver does: without a name, with an empty label name, with
/// a name twice, or with what is not UTF-8. Any UTF-8 is allowed in names, as since Prometheus 3.
package struct LabelCheck: Sendable {
    package enum Fault: Sendable, Equatable {
        case invalid
        case repeats(ByteRange)
        case beyondLimit(String)
    }

    private let limits: LabelLimits

    package init(_ limits: LabelLimits) { self.limits = limits }

    package func fault(_ labels: Span<LabelBytes>, in bytes: RawSpan) -> Fault? {
        guard labels.count <= limits.labels else {
            return .beyondLimit("\(labels.count) labels, more than the \(limits.labels) allowed")
        }
        var hasName = false
        var isAscending = true
        for index in labels.indices {
            let label = labels[index]
            guard label.name.count <= limits.nameLength else {
                return .beyondLimit("a label name of \(label.name.count) bytes, \(limits.nameLength) are allowed")
            }
            guard label.value.count <= limits.valueLength else {
                return .beyondLimit("a label value of \(label.value.count) bytes, \(limits.valueLength) are allowed")
            }
            let name = bytes.extracting(label.name.range)
            guard !name.isEmpty, Self.isUTF8(name), Self.isUTF8(bytes.extracting(label.value.range)) else {
                return .invalid
            }
            if Self.isMetricName(name) {
                guard label.value.count > 0 else { return .invalid }
                hasName = true
            }
            if index > 0, !Self.isLess(bytes.extracting(labels[index - 1].name.range), name) { isAscending = false }
        }
        guard hasName else { return .invalid }
        return isAscending ? nil : Self.repeatedName(labels, in: bytes).map { .repeats($0) }
    }

    private static func repeatedName(_ labels: Span<LabelBytes>, in bytes: RawSpan) -> ByteRange? {
        var names: [[UInt8]: Int] = [:]
        for index in labels.indices {
            let name = bytes.extracting(labels[index].name.range).withUnsafeBytes { Array($0) }
            if names.updateValue(index, forKey: name) != nil { return labels[index].name }
        }
        return nil
    }

    private static func isUTF8(_ text: RawSpan) -> Bool {
        text.withUnsafeBytes { text in
            if text.allSatisfy({ $0 < 0x80 }) { return true }
            return String(validating: text, as: UTF8.self) != nil
        }
    }

    private static func isMetricName(_ name: RawSpan) -> Bool {
        name.withUnsafeBytes { $0.elementsEqual("__name__".utf8) }
    }

    private static func isLess(_ a: RawSpan, _ b: RawSpan) -> Bool {
        a.withUnsafeBytes { a in b.withUnsafeBytes { a.lexicographicallyPrecedes($0) } }
    }
}
