/// Where series of one metric stand, and which of them are wanted.
struct SeriesChoice {
    struct Place {
        var identity: SeriesIdentity
        /// Number of the part.
        var part: Int
        /// Where a block's entry is; -1 for a head, which finds its series by identity.
        var offset: Int
    }

    let name: [UInt8]
    private(set) var places: [Place] = []
    /// Series seen in each part.
    private var seen: [Int: Int] = [:]
    private let limit: Int?
    /// No series of a higher rank can be among the chosen.
    private var highestRank = UInt64.max
    private let memory: MemoryReservation
    private var reserved = 0

    init(_ name: [UInt8], limit: Int?, _ memory: MemoryReservation) {
        self.name = name
        self.limit = limit
        self.memory = memory
    }

    mutating func add(_ place: Place, file: String) throws(Diagnostic) {
        seen[place.part, default: 0] += 1
        guard place.identity.rank <= highestRank else { return }
        places.append(place)
        if places.count * MemoryLayout<Place>.stride > reserved {
            if let limit, places.count > max(16 * limit, 16384) { cut() }
            let needed = (places.count + 16384) * MemoryLayout<Place>.stride * 2
            guard needed > reserved else { return }
            try memory.require(needed - reserved, for: "the list of series", file: file, isGrowing: true)
            reserved = needed
        }
    }

    /// Forgets what was found in a part that turned out damaged.
    mutating func remove(part: Int) {
        places.removeAll { $0.part == part }
        seen[part] = nil
        highestRank = .max
    }

    /// Keeps the places of the series of the lowest ranks, sorted so that those of a series are neighbours.
    mutating func cut() {
        places.sort { ($0.identity, $0.part) < ($1.identity, $1.part) }
        guard let limit else { return }
        var kept = 0
        var distinct = 0
        while kept < places.count {
            if kept == 0 || places[kept].identity != places[kept - 1].identity { distinct += 1 }
            if distinct > limit { break }
            kept += 1
        }
        guard kept < places.count else { return }
        highestRank = places[max(0, kept - 1)].identity.rank
        places.removeLast(places.count - kept)
    }

    var summary: SampledMetric {
        var chosen = 0
        for index in places.indices where index == 0 || places[index].identity != places[index - 1].identity {
            chosen += 1
        }
        return SampledMetric(
            name: String(decoding: name, as: UTF8.self), series: seen.values.max() ?? 0, chosen: chosen)
    }
}
