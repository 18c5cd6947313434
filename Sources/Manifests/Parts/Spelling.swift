/// Whether a word could be another one with a slip of the finger.
enum Spelling {
    static func areClose(_ one: String, _ other: String) -> Bool {
        let (a, b) = (Array(one.lowercased().utf8), Array(other.lowercased().utf8))
        guard a.count <= 64, b.count <= 64, abs(a.count - b.count) <= 2 else { return false }
        let plain: (UInt8) -> Bool = { $0 != 0x5f && $0 != 0x2d }
        if a.filter(plain) == b.filter(plain) { return true }
        return distance(a, b) <= (min(a.count, b.count) > 6 ? 2 : 1)
    }

    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, byte) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let replaced = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
