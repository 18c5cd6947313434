import Foundation
import Relabel
import Testing

@testable import Propose

/// What is said of series that become one, by when they live.
@Suite struct ReplayTests {
    private static let withoutUser = RelabelRule(.labeldrop, regex: "uid")

    private func merge(_ minutes: ClosedRange<Int64>...) throws -> RelabelReplay.Merge {
        let series = minutes.enumerated().map { PlannedSeries.Series("m", ["uid": "u\($0)"], $1) }
        return try #require(try PlannedSeries(series).replay(Self.withoutUser).examples.first)
    }

    private func users(_ merge: RelabelReplay.Merge) -> [String] {
        merge.before.compactMap { labels in
            labels.first { $0.name == Array("uid".utf8) }.map { String(decoding: $0.value, as: UTF8.self) }
        }
    }

    @Test func thoseThatOverlapAreShown() throws {
        let merge = try merge(0...10, 20...30, 30...40, 50...70, 60...80, 100...110)
        #expect(merge.succession == .overlapping)
        #expect(merge.count == 6)
        #expect(merge.meeting?.count == 2)
        #expect(merge.meeting?.time == Int64(3_600_000))
        #expect(users(merge) == ["u3", "u4"])
    }

    @Test func allMayLiveAtOnce() throws {
        let merge = try merge(0...100, 0...100, 10...20, 15...15)
        #expect(merge.meeting?.count == 4)
        #expect(users(merge).count == 3)
    }

    @Test func successorsDoNotMeet() throws {
        let merge = try merge(0...10, 20...30, 40...50)
        #expect(merge.succession == .succeeding)
        #expect(merge.meeting == nil)
        #expect(users(merge).count == 3)
    }
}
