package import TSDB

/// The strings that the rows of series refer to by number: a part's symbols, or those of several parts united.
package struct SymbolSource: Sendable {
    /// References are less than this.
    package let count: Int
    let withSymbol: @Sendable (UInt32, (UnsafeRawBufferPointer) -> Void) -> Void
    let forEach: @Sendable ((UInt32, UnsafeRawBufferPointer) -> Void) -> Void

    package init(
        count: Int, withSymbol: @escaping @Sendable (UInt32, (UnsafeRawBufferPointer) -> Void) -> Void,
        forEach: @escaping @Sendable ((UInt32, UnsafeRawBufferPointer) -> Void) -> Void
    ) {
        self.count = count
        self.withSymbol = withSymbol
        self.forEach = forEach
    }

    package init(_ part: any SeriesPart) {
        self.init(
            count: part.symbolCount, withSymbol: { part.withSymbol($0, $1) }, forEach: { part.forEachSymbol($0) })
    }
}
