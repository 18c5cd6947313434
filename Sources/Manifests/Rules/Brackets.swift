/// Whether brackets and quotes of an expression match, whatever the language: if not, no program takes it.
enum Brackets {
    static func areBalanced(_ expression: String) -> Bool {
        var open: [UInt8] = []
        var bytes = expression.utf8.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case 0x28: open.append(0x29)  // ( )
            case 0x5b: open.append(0x5d)  // [ ]
            case 0x7b: open.append(0x7d)  // { }
            case 0x29, 0x5d, 0x7d:
                guard open.popLast() == byte else { return false }
            case 0x23:  // #
                while let next = bytes.next(), next != 0x0a {}
            case 0x22, 0x27, 0x60:
                guard skip(until: byte, &bytes) else { return false }
            default: break
            }
        }
        return open.isEmpty
    }

    private static func skip(until quote: UInt8, _ bytes: inout String.UTF8View.Iterator) -> Bool {
        while let byte = bytes.next() {
            if byte == quote { return true }
            if byte == 0x5c, quote != 0x60, bytes.next() == nil { return false }
        }
        return false
    }
}
