package struct NumberLiteral: Sendable, Equatable {
    package var value: Double
    /// Written with units, as `5m`: a number of seconds that is printed with units again.
    package var isDuration: Bool
}

package struct StringLiteral: Sendable, Equatable {
    /// What stands between the quotes with escapes resolved, which need not be UTF-8.
    package let bytes: [UInt8]

    package var value: String { String(decoding: bytes, as: UTF8.self) }
}
