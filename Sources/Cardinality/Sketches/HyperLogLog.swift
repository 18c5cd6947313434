import Glibc

/// Estimates how many distinct things were seen, from a hash of 64 bits of each, in memory that does not grow.
///
/// Registers hold the longest run of leading zeros among the hashes that fell to them. The estimate is Ertl's improved
/// raw estimator ("New cardinality estimation algorithms for HyperLogLog sketches", 2017, section 4), which needs no
/// tables of corrections and holds from nothing on.
package struct HyperLogLog: Sendable {
    /// Registers are two to this power.
    package let precision: Int
    private var registers: [UInt8]

    /// 4 to 18.
    package init(precision: Int) {
        self.precision = min(max(precision, 4), 18)
        registers = [UInt8](repeating: 0, count: 1 << self.precision)
    }

    /// Relative, of one estimate in three: two in three are nearer.
    package var standardError: Double { 1.04 / Double(registers.count).squareRoot() }

    package var isEmpty: Bool { registers.allSatisfy { $0 == 0 } }

    package mutating func insert(_ hash: UInt64) {
        let index = Int(truncatingIfNeeded: hash >> UInt64(64 - precision))
        let rest = hash << UInt64(precision) | 1 << UInt64(precision - 1)
        let rank = UInt8(truncatingIfNeeded: rest.leadingZeroBitCount + 1)
        if rank > registers[index] { registers[index] = rank }
    }

    /// Takes over what another of the same precision has seen.
    package mutating func merge(_ other: HyperLogLog) {
        guard other.precision == precision else { return }
        for index in registers.indices { registers[index] = max(registers[index], other.registers[index]) }
    }

    package mutating func removeAll() {
        for index in registers.indices { registers[index] = 0 }
    }

    package var estimate: Double {
        let longest = 64 - precision
        var counts = [Int](repeating: 0, count: longest + 2)
        for register in registers { counts[Int(register)] += 1 }
        let size = Double(registers.count)
        var sum = size * Self.tau(1 - Double(counts[longest + 1]) / size)
        for rank in stride(from: longest, through: 1, by: -1) { sum = 0.5 * (sum + Double(counts[rank])) }
        sum += size * Self.sigma(Double(counts[0]) / size)
        return size * size / (2 * log(2) * sum)
    }

    private static func sigma(_ share: Double) -> Double {
        guard share < 1 else { return .infinity }
        var (x, y, z) = (share, 1.0, share)
        while true {
            x *= x
            let before = z
            z += x * y
            y += y
            if z == before { return z }
        }
    }

    private static func tau(_ share: Double) -> Double {
        guard share > 0, share < 1 else { return 0 }
        var (x, y, z) = (share, 1.0, 1 - share)
        while true {
            x = x.squareRoot()
            let before = z
            y *= 0.5
            z -= (1 - x) * (1 - x) * y
            if z == before { return z / 3 }
        }
    }
}
