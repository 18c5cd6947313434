import Cardinality
import Testing

@testable import cardscan

struct MetricCausesTests {
    private func metric(_ labels: [MetricLabelRow]) -> MetricRow {
        MetricRow(
            name: "m", type: MetricType(.gauge, isInferred: false), counts: SeriesCounts(series: 1000), indexBytes: 0,
            chunkBytes: nil, labels: labels)
    }

    private func label(_ name: String, _ values: Int, _ left: Int?, _ by: [String] = []) -> MetricLabelRow {
        MetricLabelRow(name: name, values: values, seriesWithout: left, determinedBy: by)
    }

    @Test func labelsHangOnWhatDeterminesThem() {
        let causes = MetricCauses(
            metric([
                label("zone", 3, 1000, ["node", "pod"]), label("pod", 90, 1000, ["uid"]), label("le", 10, 100),
                label("uid", 90, 1000, ["pod"]), label("node", 80, 1000, ["pod", "uid"]), label("path", 50, 400),
                label("user", 60, nil),
            ])
        ).causes
        #expect(causes.map(\.names) == [["pod", "uid"], ["user"], ["le"], ["path"]])
        #expect(causes[0].fixed == ["node", "zone"])
        #expect(causes[0].standIn?.name == "node")
    }

    /// Squared, this would not end.
    @Test(.timeLimit(.minutes(1))) func thousandsOfLabelsAreNoTrouble() {
        let pairs = (0..<10_000).flatMap { number in
            [
                label("a\(number)", number + 2, nil, ["b\(number)"]),
                label("b\(number)", number + 2, nil, ["a\(number)"]),
            ]
        }
        #expect(MetricCauses(metric(pairs)).causes.count == 10_000)
        let alone = (0..<20_000).map { label("a\($0)", $0 + 2, $0 % 2 == 0 ? nil : 999) }
        #expect(MetricCauses(metric(alone)).causes.count == 20_000)
    }
}
