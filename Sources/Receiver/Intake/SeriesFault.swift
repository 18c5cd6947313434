import RemoteWrite
import TSDB

/// Why a series of a request does not count.
///
/// Version 1 leaves such a series out without a word, as the specification has it; version 2 answers 400 and says it.
enum SeriesFault {
    case oddReferences
    case referenceOutsideTable
    case labels(LabelCheck.Fault)

    init?(_ series: WriteRequest.Series, _ labels: Span<LabelBytes>, in bytes: RawSpan, _ check: LabelCheck) {
        switch series.fault {
        case .oddCount: self = .oddReferences
        case .outsideTable: self = .referenceOutsideTable
        case .none:
            guard let fault = check.fault(labels, in: bytes) else { return nil }
            self = .labels(fault)
        }
    }

    /// It is a series, but one that passes a limit.
    var isOversized: Bool { if case .labels(.beyondLimit) = self { true } else { false } }

    private static let shownReferences = 40

    /// In the words of Prometheus' receiver.
    func message(
        _ labels: Span<LabelBytes>, _ references: ArraySlice<UInt32>, _ symbols: Int, in bytes: RawSpan
    ) -> String {
        let list = references.prefix(Self.shownReferences).map(String.init).joined(separator: " ")
        let shown = references.count > Self.shownReferences ? "[\(list) …]" : "[\(list)]"
        switch self {
        case .oddReferences:
            return "parsing labels for series \(shown): invalid labelRefs length \(references.count)"
        case .referenceOutsideTable:
            let start = references.startIndex
            let pair = stride(from: 0, to: references.count - 1, by: 2).first {
                references[start + $0] >= symbols || references[start + $0 + 1] >= symbols
            }
            let name = pair.map { references[start + $0] } ?? 0
            let value = pair.map { references[start + $0 + 1] } ?? 0
            return "parsing labels for series \(shown): labelRefs \(name) (name) = \(value) (value) outside of symbols "
                + "table (size \(symbols))"
        case .labels(.invalid):
            return "invalid metric name or labels, got \(LabelNotation.text(labels, in: bytes))"
        case .labels(.repeats(let name)):
            return "invalid labels for series, labels \(LabelNotation.text(labels, in: bytes)), duplicated label "
                + LabelNotation.quoted(LabelNotation.string(name, in: bytes))
        case .labels(.beyondLimit(let what)):
            return "a series with \(what): \(LabelNotation.text(labels, in: bytes))"
        }
    }
}
