import YAML

/// Says in words what a hole of a Helm template stands in.
struct HolePlaces {
    private struct Place {
        let range: Range<Int>
        let words: String
    }

    /// Ascending, apart from each other.
    private var places: [Place] = []

    init(_ contents: [Manifest]) {
        for case .rules(let file) in contents {
            for group in file.groups {
                for rule in group.rules { add(rule, in: file.text) }
            }
        }
        places.sort { $0.range.lowerBound < $1.range.lowerBound }
    }

    private mutating func add(_ rule: Rule, in text: ManifestText) {
        let name = "\(rule.kind == .alerting ? "alert" : "record") \(GoQuoted(rule.name.value))"
        let entries = rule.node.mapping?.entries.filter { !$0.isMerged } ?? []
        for (index, entry) in entries.enumerated() {
            let start = text.fileRange(of: entry.key.range).lowerBound
            var end = text.fileRange(of: entry.value.range).upperBound
            // What stands behind a value and before the next key belongs to the value: labels put in by Helm.
            if index + 1 < entries.count {
                end = max(end, text.fileRange(of: entries[index + 1].key.range).lowerBound)
            } else {
                end = max(end, rule.extent.upperBound)
            }
            guard start < end else { continue }
            places.append(Place(range: start..<end, words: "\(entry.name) of \(name)"))
        }
    }

    func words(for hole: Range<Int>) -> String {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle].range.lowerBound < hole.upperBound { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return "the file" }
        let place = places[low - 1]
        if place.range.overlaps(hole) { return place.words }
        return low < places.count ? "between \(place.words) and \(places[low].words)" : "behind \(place.words)"
    }
}
