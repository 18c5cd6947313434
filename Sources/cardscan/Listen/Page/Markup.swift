/// A page being written: everything that comes from data passes `text`, which leaves nothing of it that a browser, or a
/// person, could take for something else.
struct Markup {
    private(set) var bytes: [UInt8] = []

    /// Text of ours, as it stands.
    mutating func raw(_ text: String) { bytes += Array(text.utf8) }

    /// Text from data.
    mutating func text(_ text: String, columns: Int = 200) {
        raw(Self.escaped(text, columns: columns))
    }

    static func escaped(_ text: String, columns: Int = 200) -> String {
        XMLText.escaped(Escaper.show(text, columns: columns))
    }

    /// `<name attributes>content</name>`, where attributes are ours or escaped.
    mutating func element(_ name: String, _ attributes: String = "", _ content: (inout Markup) -> Void) {
        raw(attributes.isEmpty ? "<\(name)>" : "<\(name) \(attributes)>")
        content(&self)
        raw("</\(name)>")
    }

    mutating func element(_ name: String, _ attributes: String = "", _ content: String) {
        element(name, attributes) { $0.raw(Self.escaped(content, columns: .max)) }
    }

    /// A value in an address: everything but letters, digits and `-._~` is percent-encoded.
    static func query(_ value: String) -> String {
        var text = ""
        for byte in value.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
            }
        }
        return text
    }
}
