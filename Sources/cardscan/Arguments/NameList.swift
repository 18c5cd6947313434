import ArgumentParser

/// Names with commas between them, such as the labels of `--by job,team`; at least one.
struct NameList: Equatable {
    let names: [String]

    init(parsing text: String) throws(ArgumentProblem) {
        names = text.split(separator: ",").compactMap { name in
            var name = name.drop { $0 == " " }
            while name.last == " " { name.removeLast() }
            return name.isEmpty ? nil : String(name)
        }
        guard !names.isEmpty else { throw ArgumentProblem("expected names with commas between them") }
    }
}

extension [NameList] {
    /// The names of all lists, each once, in the order in which they are first given.
    var united: [String] {
        var names: [String] = []
        for name in flatMap(\.names) where !names.contains(name) { names.append(name) }
        return names
    }
}
