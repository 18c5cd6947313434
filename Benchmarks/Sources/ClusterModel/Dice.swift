/// The source of every choice in the model.
///
/// A roll is a hash of what is chosen, never the next number of a sequence: two runs agree, and two blocks that share
/// a part of their series agree on exactly that part, whatever else differs between them.
struct Dice: Sendable {
    enum Purpose: UInt64, Sendable {
        case workload, replicas, node, podName, podIdentity, containerIdentity, sidecar, life, churn
        case scrapeOffset, presence, density, thinning, leadingMetric, leadingTarget, user, object, block
    }

    let seed: UInt64

    /// 64 well-mixed bits (the finaliser of SplitMix64 over each part in turn).
    func roll(_ purpose: Purpose, _ a: Int, _ b: Int = 0, _ c: Int = 0) -> UInt64 {
        var state = Dice.mix(seed ^ purpose.rawValue &* 0x9e37_79b9_7f4a_7c15)
        state = Dice.mix(state ^ UInt64(truncatingIfNeeded: a))
        state = Dice.mix(state ^ UInt64(truncatingIfNeeded: b) &+ 0x632b_e59b_d9b4_e019)
        return Dice.mix(state ^ UInt64(truncatingIfNeeded: c))
    }

    /// A number in 0 ..< 1.
    func chance(_ purpose: Purpose, _ a: Int, _ b: Int = 0, _ c: Int = 0) -> Double {
        Double(roll(purpose, a, b, c) >> 11) * 0x1p-53
    }

    func pick<Element>(_ choices: [Element], _ purpose: Purpose, _ a: Int, _ b: Int = 0) -> Element {
        choices[Int(roll(purpose, a, b) % UInt64(choices.count))]
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// Identifiers in the shapes that fill real label values.
extension Dice {
    /// A version 4 UUID in lower case.
    func uuid(_ purpose: Purpose, _ a: Int, _ b: Int = 0) -> String {
        var digits = Array(hex(purpose, a, b, digits: 32).utf8)
        digits[12] = UInt8(ascii: "4")
        digits[16] = UInt8(ascii: "a")
        for position in [20, 16, 12, 8] { digits.insert(UInt8(ascii: "-"), at: position) }
        return String(decoding: digits, as: UTF8.self)
    }

    func hex(_ purpose: Purpose, _ a: Int, _ b: Int = 0, digits: Int) -> String {
        characters(Array("0123456789abcdef".utf8), purpose, a, b, count: digits)
    }

    /// The suffix Kubernetes gives to pods and replica sets: no vowels, so that no words come out.
    func suffix(_ purpose: Purpose, _ a: Int, _ b: Int = 0, count: Int) -> String {
        characters(Array("bcdfghjklmnpqrstvwxz2456789".utf8), purpose, a, b, count: count)
    }

    private func characters(_ alphabet: [UInt8], _ purpose: Purpose, _ a: Int, _ b: Int, count: Int) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var word: UInt64 = 0
        for position in 0..<count {
            if position % 10 == 0 { word = roll(purpose, a, b, position + 1) }
            bytes.append(alphabet[Int(word % UInt64(alphabet.count))])
            word /= UInt64(alphabet.count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
