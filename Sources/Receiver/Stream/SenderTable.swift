import RemoteWrite

/// Who sends, and what became of it. Bounded: the table forgets whoever was silent longest.
struct SenderTable: Sendable {
    struct Key: Hashable, Sendable {
        var address: String
        var agent: String
    }

    struct Sender: Sendable {
        var version: MessageVersion
        var requests = 0
        var failedRequests = 0
        var samples = 0
        var newSeries = 0
        var rejectedSeries = 0
        /// Milliseconds since the epoch.
        var lastSeen: Int64 = 0
        var lastFault = ""
    }

    private static let capacity = 1000
    private static let longestFault = 200
    private(set) var senders: [Key: Sender] = [:]

    mutating func note(_ key: Key, _ answer: WriteAnswer, status: Int, at now: Int64) {
        var sender = senders[key] ?? Sender(version: answer.version)
        sender.version = answer.version
        sender.requests += 1
        sender.samples += answer.samples + answer.histograms
        sender.newSeries += answer.newSeries
        sender.rejectedSeries += answer.rejectedSeries
        sender.lastSeen = now
        if status >= 400 {
            sender.failedRequests += 1
            sender.lastFault = String(answer.text.prefix(Self.longestFault))
        }
        if senders[key] == nil, senders.count >= Self.capacity,
            let oldest = senders.min(by: { $0.value.lastSeen < $1.value.lastSeen })
        {
            senders[oldest.key] = nil
        }
        senders[key] = sender
    }
}
