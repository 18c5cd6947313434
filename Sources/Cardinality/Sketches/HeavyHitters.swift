/// The most frequent of very many keys, in memory that does not grow: Space-Saving (Metwally, Agrawal, El Abbadi, 2005).
///
/// A key that comes when all places are taken takes that of the rarest, and its count with it: counts are never too
/// low, and too high by no more than `error`.
package struct HeavyHitters<Key: Hashable & Sendable>: Sendable {
    package struct Counter: Sendable {
        package var key: Key
        package var count: Int
        /// How much of `count` may belong to keys that had the place before.
        package var error: Int
    }

    private let capacity: Int
    /// A heap with the rarest in front.
    private var heap: [Counter] = []
    private var places: [Key: Int] = [:]

    package init(capacity: Int) { self.capacity = max(1, capacity) }

    /// Most frequent first.
    package var counters: [Counter] { heap.sorted { $0.count > $1.count } }

    package var count: Int { heap.count }

    /// Counts a key `amount` times. Returns the key whose place it took, if it took one.
    @discardableResult
    package mutating func add(_ key: Key, _ amount: Int = 1) -> Key? {
        if let place = places[key] {
            heap[place].count += amount
            sink(place)
            return nil
        }
        if heap.count < capacity {
            places[key] = heap.count
            heap.append(Counter(key: key, count: amount, error: 0))
            rise(heap.count - 1)
            return nil
        }
        let rarest = heap[0]
        places[rarest.key] = nil
        places[key] = 0
        heap[0] = Counter(key: key, count: rarest.count + amount, error: rarest.count)
        sink(0)
        return rarest.key
    }

    private mutating func rise(_ place: Int) {
        var place = place
        while place > 0, heap[place].count < heap[(place - 1) / 2].count {
            swap(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink(_ place: Int) {
        var place = place
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                if heap[child].count < heap[least].count { least = child }
            }
            if least == place { return }
            swap(place, least)
            place = least
        }
    }

    private mutating func swap(_ a: Int, _ b: Int) {
        heap.swapAt(a, b)
        places[heap[a].key] = a
        places[heap[b].key] = b
    }
}
