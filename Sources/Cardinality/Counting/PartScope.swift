/// How the labels of one part's series are to be read: numbered, joined by external labels, freed of replica labels.
struct PartScope: Sendable {
    /// Global number of each of the part's symbols; empty where they are the same.
    let map: [UInt32]
    /// Labels every series has beside its own, as (name, value).
    let externalPairs: [(name: UInt32, value: UInt32)]
    /// Names of the part's own labels that are not counted: `__name__` (it is the metric), replica labels, and those
    /// an external label replaces.
    let ignoredNames: [UInt32]
    /// Bits of `Comparison` for the side of a comparison the part is on; 0 when nothing is compared.
    var side: UInt8 = 0

    @inline(__always)
    func global(_ reference: UInt32) -> UInt32 { map.isEmpty ? reference : map[Int(reference)] }

    func isIgnored(_ name: UInt32) -> Bool { ignoredNames.contains(name) }
}
