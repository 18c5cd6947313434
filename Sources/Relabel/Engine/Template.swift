import Regex

/// Text with references to the groups of a match, `$1` or `${name}`, as Go's regexp package expands it.
///
/// A reference takes the longest run of letters, digits and `_`, so `$1x` means the group named `1x`. A group that is
/// unknown or took no part is empty, `$$` is `$`, and any other `$` stands for itself.
package struct Template: Sendable, Equatable {
    private enum Part: Sendable, Equatable {
        case text([UInt8])
        case group(Int)
    }

    private let parts: [Part]
    /// Whether it is the same for every match.
    package let isConstant: Bool

    /// `groupNames` are those of the pattern whose matches it will be expanded with.
    package init(_ text: [UInt8], groupNames: [String]) {
        var parts: [Part] = []
        var literal: [UInt8] = []
        var rest = text[...]
        while let dollar = rest.firstIndex(of: 0x24) {
            literal += rest[..<dollar]
            rest = rest[(dollar + 1)...]
            if rest.first == 0x24 {
                literal.append(0x24)
                rest = rest.dropFirst()
            } else if let (name, end) = Self.reference(rest) {
                rest = rest[end...]
                guard let group = Self.group(name, groupNames) else { continue }
                if !literal.isEmpty { parts.append(.text(literal)) }
                literal = []
                parts.append(.group(group))
            } else {
                literal.append(0x24)
            }
        }
        literal += rest
        if !literal.isEmpty { parts.append(.text(literal)) }
        self.parts = parts
        isConstant = parts.allSatisfy { if case .text = $0 { true } else { false } }
    }

    /// The text, if it is the same for every match.
    package var constant: [UInt8]? {
        guard isConstant else { return nil }
        return parts.flatMap { if case .text(let text) = $0 { text } else { [UInt8]() } }
    }

    /// The name after a `$` and where the text goes on after it.
    private static func reference(_ text: ArraySlice<UInt8>) -> (name: ArraySlice<UInt8>, end: Int)? {
        let isBraced = text.first == 0x7B
        let body = isBraced ? text.dropFirst() : text
        let length = body.withUnsafeBytes { bytes in
            var index = 0
            while index < bytes.count {
                let (rune, length) = UTF8Rune.decode(bytes, at: index)
                guard isNamePart(rune) else { break }
                index += length
            }
            return index
        }
        guard length > 0 else { return nil }
        let name = body.prefix(length)
        guard isBraced else { return (name, name.endIndex) }
        guard name.endIndex < text.endIndex, text[name.endIndex] == 0x7D else { return nil }
        return (name, name.endIndex + 1)
    }

    private static func isNamePart(_ rune: UInt32) -> Bool {
        if rune < 0x80 { return NameScheme.isWord(UInt8(rune)) }
        switch Unicode.Scalar(rune)?.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
            return true
        default: return false
        }
    }

    /// The group of that number or name. A number of more than one digit that starts with 0 is a name.
    private static func group(_ name: ArraySlice<UInt8>, _ groupNames: [String]) -> Int? {
        let isNumber = name.allSatisfy { 0x30...0x39 ~= $0 } && !(name.first == 0x30 && name.count > 1)
        if isNumber, name.count <= 9 {
            let number = name.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            return number < groupNames.count ? number : nil
        }
        return groupNames.firstIndex { $0.utf8.elementsEqual(name) }
    }

    /// Appends the template with the groups of a match of `subject`.
    package func expand(
        _ subject: UnsafeRawBufferPointer, _ groups: [Range<Int>?], into output: inout [UInt8]
    ) {
        for part in parts {
            switch part {
            case .text(let text): output += text
            case .group(let index):
                guard index < groups.count, let range = groups[index], range.upperBound <= subject.count else {
                    continue
                }
                output += subject[range]
            }
        }
    }
}
