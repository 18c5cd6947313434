import Cardinality
import Exposition
import TSDB

/// Text expositions of both formats.
extension FuzzHarness {
    func runExposition(_ bytes: [UInt8]) -> [AnalysisOptions] {
        for format in [ExpositionFormat.prometheus, .openMetrics] { Self.parse(bytes, format) }
        let path = directory + "/metrics"
        Self.write(bytes, to: path)
        var options = AnalysisOptions(sources: [path])
        options.formats = [.exposition]
        return [options]
    }

    /// The parser goes on, or ends with a fault that lies within the text.
    private static func parse(_ bytes: [UInt8], _ format: ExpositionFormat) {
        var parser = ExpositionParser(bytes, format: format)
        var offset = -1
        do throws(ExpositionFault) {
            while let entry = try parser.next() {
                precondition(parser.offset > offset && parser.offset <= bytes.count)
                offset = parser.offset
                guard case .sample(let start) = entry else { continue }
                precondition(start >= 0 && start < bytes.count && parser.name != nil)
                for token in [parser.name].compactMap(\.self) + parser.labels.flatMap({ [$0.name, $0.value] }) {
                    precondition(parser.text(of: token).count <= token.range.count)
                }
            }
        } catch {
            precondition(error.offset >= 0 && error.offset <= bytes.count && !error.message.isEmpty)
        }
    }
}
