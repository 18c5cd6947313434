/// The bytes of a file with fixes applied: what no edit covers stays as it is.
struct FixedText {
    private(set) var bytes: [UInt8]
    /// How many of the fixes were applied; those that overlap an earlier one were not.
    private(set) var applied = 0

    init(_ original: [UInt8], fixes: [Fix]) {
        var chosen: [Fix.Edit] = []
        bytes = original
        for fix in fixes {
            let edits = fix.edits.filter { !chosen.contains($0) }
            let areValid = fix.edits.allSatisfy { $0.range.upperBound <= original.count && $0.range.lowerBound >= 0 }
            guard !fix.edits.isEmpty, areValid,
                !edits.contains(where: { edit in chosen.contains { Self.clash($0, edit) } })
            else { continue }
            chosen += edits
            applied += 1
        }
        chosen.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
        let usesCarriageReturns = Self.usesCarriageReturns(original)
        var result: [UInt8] = []
        var offset = 0
        for edit in chosen {
            result += original[offset..<edit.range.lowerBound]
            let text = usesCarriageReturns ? edit.replacement.replacing("\n", with: "\r\n") : edit.replacement
            result += text.utf8
            offset = edit.range.upperBound
        }
        bytes = result + original[offset...]
    }

    /// Whether two edits touch the same bytes; two insertions at one place would come in an order nobody chose.
    private static func clash(_ one: Fix.Edit, _ other: Fix.Edit) -> Bool {
        one.range.overlaps(other.range) || one.range.lowerBound == other.range.lowerBound
            || one.range.isEmpty && other.range.contains(one.range.lowerBound)
            || other.range.isEmpty && one.range.contains(other.range.lowerBound)
    }

    private static func usesCarriageReturns(_ bytes: [UInt8]) -> Bool {
        guard let end = bytes.firstIndex(of: 0x0a), end > 0 else { return false }
        return bytes[end - 1] == 0x0d
    }
}
