import Testing

@testable import PromQL

/// No input may crash the parser, and no error may point outside of the input.
@Suite struct RobustnessTests {
    private func parse(_ text: String) {
        do throws(PromQLError) {
            let expression = try Expression(parsing: text, as: .everything)
            #expect(expression.range.upperBound <= text.utf8.count)
        } catch {
            #expect(error.range.upperBound <= text.utf8.count, "\(error) at \(error.range) in \(text)")
        }
    }

    @Test func survivesTruncation() {
        for line in ConformanceLine.accepted.prefix(300) {
            let scalars = Array(line.input.unicodeScalars)
            for end in stride(from: 0, to: scalars.count, by: 3) {
                var text = String.UnicodeScalarView()
                text.append(contentsOf: scalars[..<end])
                parse(String(text))
            }
        }
    }

    @Test func survivesShuffledCharacters() {
        var generator = SplitMix(state: 7)
        for line in ConformanceLine.all.prefix(1500) {
            var scalars = Array(line.input.unicodeScalars)
            guard scalars.count > 1 else { continue }
            for _ in 0..<3 {
                scalars.swapAt(
                    .random(in: 0..<scalars.count, using: &generator), .random(in: 0..<scalars.count, using: &generator)
                )
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            parse(String(text))
        }
    }

    @Test(arguments: ["(", "-", "sum(", "a + (", "a[5m:", "a ^ ", "{", "a[(", "abs(", "1 + max_of(", "a offset ("])
    func survivesNesting(opening: String) {
        parse(String(repeating: opening, count: 20_000))
        parse(String(repeating: opening, count: 150) + "a")
    }

    @Test func survivesLongChains() throws {
        let chain = Array(repeating: "a", count: 4_000).joined(separator: " or ")
        #expect(try Expression(parsing: chain).description == chain)
        #expect(try Formatter.format(chain).isEmpty == false)
        #expect(throws: PromQLError.self) {
            try Expression(parsing: Array(repeating: "a", count: 20_000).joined(separator: " or "))
        }
        #expect(throws: PromQLError.self) { try Expression(parsing: "a" + String(repeating: "[5m:]", count: 20_000)) }
    }

    @Test(arguments: [
        "1e999999", "9223372036854775808", "a @ 1e300", "a offset 9999999999y", "a[99999999999999999999s]", "0x", "1e",
        "\"\\U00110000\"", "'\\400'", "a @ -9223372036854775808", "a[1e-300]", "a offset 1e-30",
    ])
    func survivesLargeNumbers(text: String) { parse(text) }
}

/// A generator whose numbers are the same in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
