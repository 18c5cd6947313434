/// Text in XML 1.0: control characters, which XML has no way to write, and all else that hides are written out as the
/// terminal would show them.
enum XMLText {
    static func escaped(_ text: String) -> String { HTMLText.escaped(Escaper.show(text, in: .notation)) }
}
