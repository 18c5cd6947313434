import Testing
import YAML

@Suite struct UnifiedDiffTests {
    private func diff(_ old: String, _ new: String) -> String {
        let diff = UnifiedDiff(from: Array(old.utf8), to: Array(new.utf8))
        guard !diff.isEmpty else { return "" }
        var text = "--- a/x\n+++ b/x\n"
        for hunk in diff.hunks {
            text += hunk.header + "\n"
            for line in hunk.lines {
                text += "\(line.kind.rawValue)" + String(decoding: line.text, as: UTF8.self)
                if line.text.last != 0x0a { text += "\n\\ No newline at end of file\n" }
            }
        }
        return text
    }

    @Test func aHunkHasThreeLinesAround() {
        let old = (1...9).map { "\($0)\n" }.joined()
        #expect(
            diff(old, old.replacing("5", with: "five")) == """
                --- a/x
                +++ b/x
                @@ -2,7 +2,7 @@
                 2
                 3
                 4
                -5
                +five
                 6
                 7
                 8

                """)
        #expect(diff(old, old).isEmpty)
    }

    @Test func theLastLineMayHaveNoEnd() {
        #expect(
            diff("a\nb", "a\nb\n") == "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n")
        #expect(
            diff("a", "b")
                == "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
        )
        #expect(diff("", "a\n") == "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n")
        #expect(diff("a\n", "") == "--- a/x\n+++ b/x\n@@ -1 +0,0 @@\n-a\n")
    }

    /// Whatever the texts are, the diff leads from one to the other, and is as short as can be for short ones.
    @Test func diffsLeadFromOneTextToTheOther() throws {
        var random = Random(seed: 3)
        for round in 0..<1500 {
            let alphabet = (0..<(1 + random.below(6))).map { "\($0)\n" }
            var old = (0..<random.below(30)).map { _ in random.pick(alphabet) }
            var new = old
            for _ in 0..<random.below(8) where !new.isEmpty {
                switch random.below(3) {
                case 0: new.remove(at: random.below(new.count))
                case 1: new.insert(random.pick(alphabet), at: random.below(new.count))
                default: new[random.below(new.count)] = "new\n"
                }
            }
            if round % 5 == 0 { old += ["end"] }
            if round % 7 == 0 { new += ["end"] }
            let text = diff(old.joined(), new.joined())
            try #require(patched(old, with: text) == new, "\(old) \(new)\n\(text)")
            let changes = text.split(separator: "\n").dropFirst(2).count { $0.hasPrefix("-") || $0.hasPrefix("+") }
            try #require(changes == old.count + new.count - 2 * common(old, new), "\(text)")
        }
    }

    @Test func textsWithNothingInCommonEndSoon() {
        let old = (0..<20_000).map { "a\($0)\n" }
        let new = (0..<20_000).map { $0 % 100 == 0 ? "a\($0)\n" : "b\($0)\n" }
        #expect(patched(old, with: diff(old.joined(), new.joined())) == new)
    }

    /// The length of the longest common subsequence, by the table.
    private func common(_ old: [String], _ new: [String]) -> Int {
        var row = Array(repeating: 0, count: new.count + 1)
        for line in old {
            var diagonal = 0
            for (index, other) in new.enumerated() {
                let above = row[index + 1]
                row[index + 1] = line == other ? diagonal + 1 : max(above, row[index])
                diagonal = above
            }
        }
        return row[new.count]
    }

    /// Applies a diff as patch does, but believes in no line.
    private func patched(_ old: [String], with diff: String) -> [String]? {
        guard !diff.isEmpty else { return old }
        var lines = diff.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).dropLast().map(
            String.init)
        var (result, next) = ([String](), 0)
        for (index, line) in lines.enumerated().reversed() where line.hasPrefix("\\") {
            lines.remove(at: index)
            lines[index - 1] += "\u{0}"
        }
        for line in lines {
            if line.hasPrefix("@@") {
                let place = line.split(separator: " ")[1].dropFirst().split(separator: ",")
                guard let start = Int(place[0]) else { return nil }
                let first = place.count > 1 && place[1] == "0" ? start : start - 1
                guard first >= next else { return nil }
                result += old[next..<first]
                next = first
                continue
            }
            let text = line.hasSuffix("\u{0}") ? String(line.dropFirst().dropLast()) : String(line.dropFirst()) + "\n"
            if !line.hasPrefix("+") {
                guard next < old.count, old[next] == text else { return nil }
                next += 1
            }
            if !line.hasPrefix("-") { result.append(text) }
        }
        return result + old[next...]
    }
}
