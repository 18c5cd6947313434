/// The labels of one series while rules change them.
///
/// Prometheus keeps what was set apart from what the series came with, and walks the former after the latter. Two labels
/// that labelmap maps to one name show the order, so it is kept here: untouched labels by name, then those that were set,
/// in the order they were set.
struct LabelEdit {
    private(set) var labels: [Label]
    /// How many leading labels are untouched.
    private var untouched: Int

    /// Labels with an empty value do not exist.
    init(_ labels: [Label]) {
        self.labels = labels.filter { !$0.value.isEmpty }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
        untouched = self.labels.count
    }

    /// The value of a label, empty for one that is not there.
    subscript(name: [UInt8]) -> [UInt8] { labels.first { $0.name == name }?.value ?? [] }

    mutating func set(_ name: [UInt8], _ value: [UInt8]) {
        if value.isEmpty { return remove(name) }
        if let index = labels.firstIndex(where: { $0.name == name }) {
            if index >= untouched {
                labels[index].value = value
                return
            }
            remove(at: index)
        }
        labels.append(Label(name: name, value: value))
    }

    mutating func remove(_ name: [UInt8]) {
        if let index = labels.firstIndex(where: { $0.name == name }) { remove(at: index) }
    }

    private mutating func remove(at index: Int) {
        labels.remove(at: index)
        if index < untouched { untouched -= 1 }
    }

    /// Gives every label the name that is made of its own. Of two that come to have one name the latter stays, and a label
    /// without a name is gone.
    mutating func rename(_ name: ([UInt8]) -> [UInt8]) {
        let renamed = labels.compactMap { label in
            let new = name(label.name)
            return new == label.name ? nil : (old: label, new: new)
        }
        for label in renamed { remove(label.old.name) }
        for label in renamed where !label.new.isEmpty { set(label.new, label.old.value) }
    }

    var sorted: [Label] { labels.sorted { $0.name.lexicographicallyPrecedes($1.name) } }
}
