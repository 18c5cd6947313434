package import Manifests
import YAML

/// What stays of a finding when lines move: the check, the file, the rule and the text it points at.
package struct FindingKey: Sendable, Hashable, Comparable {
    package let check: String
    package let file: String
    package let rule: String
    /// The first line of the text, with blanks made one.
    package let excerpt: String

    package init(check: String, file: String, rule: String, excerpt: String) {
        self.check = check
        self.file = file
        self.rule = rule
        self.excerpt = excerpt
    }

    package init(_ finding: Finding, in file: ManifestFile?) {
        check = finding.check
        self.file = Self.path(finding.file)
        rule = finding.rule ?? ""
        excerpt = file.map { Self.excerpt($0.text.source.bytes, finding.range) } ?? ""
    }

    /// A path as it is compared: the same for `a` and `./a`.
    static func path(_ path: String) -> String {
        var path = path[...]
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        return String(path)
    }

    /// Enough to tell findings apart.
    private static let length = 160

    private static func excerpt(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        let range = range.clamped(to: 0..<bytes.count)
        var text: [UInt8] = []
        for byte in bytes[range] {
            if byte == 0x0a || byte == 0x0d { break }
            let isBlank = byte == 0x20 || byte == 0x09
            if isBlank, text.isEmpty || text.last == 0x20 { continue }
            text.append(isBlank ? 0x20 : byte)
            if text.count == length { break }
        }
        if text.last == 0x20 { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }

    package static func < (one: FindingKey, other: FindingKey) -> Bool {
        (one.file, one.rule, one.check, one.excerpt) < (other.file, other.rule, other.check, other.excerpt)
    }

    /// 128 bits in hexadecimal digits, the same in every run: FNV-1a over the parts and the number among equals.
    package func fingerprint(ordinal: Int) -> String {
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013b
        for part in [check, file, rule, excerpt, String(ordinal)] {
            for byte in part.utf8 { hash = (hash ^ UInt128(byte)) &* prime }
            hash = (hash ^ 0xff) &* prime
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - digits.utf8.count) + digits
    }
}

extension LintReport {
    /// A fingerprint for each of these findings, which may be all or some of the report's.
    package func fingerprints(of findings: [Finding]) -> [String] {
        var counts: [FindingKey: Int] = [:]
        return findings.map { finding in
            let key = FindingKey(finding, in: file(finding.file))
            let ordinal = counts[key, default: 0]
            counts[key] = ordinal + 1
            return key.fingerprint(ordinal: ordinal)
        }
    }
}
