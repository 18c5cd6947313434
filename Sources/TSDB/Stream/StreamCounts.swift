/// What a stream has of one metric, or of one owner.
package struct StreamCounts: BitwiseCopyable, Sendable {
    /// Series known, of any age.
    package var series: UInt32 = 0
    /// Samples since the start, each counted once however often it was sent.
    package var samples: UInt64 = 0
    /// Samples of the slot of time that is running, and of those before it, the youngest first. Their sum over the time
    /// they cover is the rate that is shown.
    package internal(set) var slots = (running: UInt32(0), UInt32(0), UInt32(0), UInt32(0), UInt32(0))

    package static let slotCount = 4

    @inline(__always)
    mutating func note(_ count: UInt32) {
        samples &+= UInt64(count)
        slots.running = slots.running &+ count
    }

    mutating func turn() { slots = (0, slots.running, slots.1, slots.2, slots.3) }

    /// Samples of the slots that have ended and of the one that is running.
    package var recent: Int { Int(slots.running) + Int(slots.1) + Int(slots.2) + Int(slots.3) + Int(slots.4) }
}
