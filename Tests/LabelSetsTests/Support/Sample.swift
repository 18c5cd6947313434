import Foundation
import LabelSets
import PromQL

/// `testdata/sample`, and what expressions give over it.
enum Sample {
    static let directory = URL(filePath: #filePath).appending(path: "../../../../testdata/sample").standardized.path

    /// When every series is either scraped for good or gone for more than the lookback.
    static let time: Int64 = 1_795_360_050_000

    static func index(_ expressions: [String], of sources: [String] = [directory]) throws -> SeriesIndex {
        try SeriesIndex(sources: sources, selectedBy: expressions.map { try Expression(parsing: $0) })
    }

    static func options(at time: Int64? = time) -> EvaluationOptions {
        var options = EvaluationOptions()
        options.time = time
        options.sampleInterval = 6_000
        return options
    }

    static func evaluation(_ text: String, _ index: SeriesIndex, at time: Int64? = time) throws -> Evaluation {
        Evaluation(try Expression(parsing: text), over: index, options(at: time))
    }

    /// Over an index of what the expression selects.
    static func evaluation(_ text: String, at time: Int64? = time) throws -> Evaluation {
        try evaluation(text, index([text]), at: time)
    }
}
