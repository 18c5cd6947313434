/// When an entity's series have samples: at a fixed interval, with an offset that belongs to the target.
package struct ScrapeTimes: Sendable {
    /// Milliseconds since the epoch.
    package let first: Int64
    package let interval: Int64
    package let count: Int

    package func time(_ index: Int) -> Int64 { first + Int64(index) * interval }
}

extension Cluster {
    /// The scrapes of `entity` in `length` milliseconds from `start`; at least one, also for the briefest pod.
    package func scrapes(of entity: Entity, from start: Int64, length: Int64) -> ScrapeTimes {
        let offset = Int64(dice.roll(.scrapeOffset, entity.target) % UInt64(entity.interval))
        let all = (length - offset + entity.interval - 1) / entity.interval
        let first = min(Int64((Double(all) * entity.life.start).rounded(.up)), all - 1)
        let end = max(Int64((Double(all) * entity.life.end).rounded(.down)), first + 1)
        return ScrapeTimes(
            first: start + offset + first * entity.interval, interval: entity.interval, count: Int(end - first))
    }

    /// Ten bytes that name the block of this cluster, for its ULID.
    package func blockEntropy(start: Int64) -> [UInt8] {
        (0..<10).map { UInt8(truncatingIfNeeded: dice.roll(.block, metrics.count, Int(start), $0)) }
    }
}
