/// How many columns of a terminal text takes: what aligns tables when values are not ASCII.
///
/// Counts scalar by scalar, because terminals do. Sequences that join into one picture do not get here: the escaper
/// writes out their invisible joints.
enum DisplayWidth {
    static func of(_ text: String) -> Int {
        var width = 0
        for scalar in text.unicodeScalars { width += of(scalar) }
        return width
    }

    @inline(__always)
    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        return ofOther(scalar)
    }

    private static func ofOther(_ scalar: Unicode.Scalar) -> Int {
        if isCombining(scalar) { return 0 }
        return isWide(scalar) ? 2 : 1
    }

    /// Marks drawn over the character before, and the vowels and finals of decomposed Hangul.
    static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x300 { return false }
        if (0x1160...0x11ff).contains(scalar.value) { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x1100 { return false }
        if scalar.properties.isEmojiPresentation { return true }
        var low = 0
        var high = wideRanges.count
        while low < high {
            let middle = (low + high) / 2
            if wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < wideRanges.count && wideRanges[low].contains(value)
    }

    /// East Asian Width W and F of Unicode, neighbouring ranges joined; emoji are asked of the standard library.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x2ffb, 0x2ff0...0x303e, 0x3041...0x33ff, 0x3400...0xa4c6,
        0xa960...0xa97c, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6b, 0xff01...0xff60,
        0xffe0...0xffe6, 0x16fe0...0x16ff1, 0x17000...0x18cff, 0x18d00...0x18d8f, 0x1aff0...0x1b2fb, 0x1d300...0x1d376,
        0x1f200...0x1f265, 0x1f300...0x1f320, 0x20000...0x2fffd, 0x30000...0x3fffd,
    ]
}
