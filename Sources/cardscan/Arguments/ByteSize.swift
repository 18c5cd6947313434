/// An amount of memory as people write it: `512MiB`, `1.5GiB`, `2G`, `1073741824`.
///
/// Ki, Mi, Gi, Ti are powers of 1024; K, M, G, T are powers of 1000, as in Kubernetes. A `B` may follow, case does not
/// matter.
struct ByteSize: Equatable, Sendable {
    var bytes: Int

    private static let units: [String: Double] = [
        "": 1, "b": 1, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
        "ki": 0x1p10, "mi": 0x1p20, "gi": 0x1p30, "ti": 0x1p40, "kib": 0x1p10, "mib": 0x1p20, "gib": 0x1p30,
        "tib": 0x1p40,
    ]

    init(bytes: Int) { self.bytes = bytes }

    init(parsing text: some StringProtocol) throws(ArgumentProblem) {
        let problem = ArgumentProblem("expected a size such as 512MiB, 1GiB or 2000000000")
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        var unit = text[number.endIndex...]
        while unit.first == " " { unit = unit.dropFirst() }
        guard let first = number.first, first != ".", let amount = Double(number),
            let factor = Self.units[unit.lowercased()]
        else { throw problem }
        let product = (amount * factor).rounded()
        guard product >= 1 else { throw ArgumentProblem("the size must be at least one byte") }
        guard product < 0x1p62 else { throw ArgumentProblem("the size is too large") }
        bytes = Int(product)
    }
}
