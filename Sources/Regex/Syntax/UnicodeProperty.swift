/// A Unicode category or script Go knows by name, and how PCRE2 spells it.
///
/// Names are compared as Go does since 1.25: without regard to case, spaces, hyphens and underscores. The sets are
/// those of the installed PCRE2: a rune that a later Unicode version moved or added may belong in Go and not here.
struct UnicodeProperty: Sendable, Equatable {
    /// What stands between the braces of PCRE2's `\p{}`; `nil` is a script younger than PCRE2's tables, which is empty.
    let spelling: String?

    init?(name: [UInt8]) {
        let key = Self.key(name)
        if let category = Self.categories[key] {
            spelling = category
        } else if Self.scripts.contains(key) {
            spelling = "sc:\(key)"
        } else if Self.youngScripts.contains(key) {
            spelling = nil
        } else {
            return nil
        }
    }

    /// A name without the differences that do not count: spaces, hyphens, underscores and the case of ASCII letters.
    static func key(_ name: some Sequence<UInt8>) -> String {
        let significant = name.filter { $0 != 0x20 && $0 != 0x2D && $0 != 0x5F }
        return String(decoding: significant.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    private static let categories: [String: String] = {
        let names = [
            "C other", "Cc control cntrl", "Cf format", "Cn unassigned", "Co privateuse", "Cs surrogate",
            "L letter", "L& lc casedletter", "Ll lowercaseletter", "Lm modifierletter", "Lo otherletter",
            "Lt titlecaseletter", "Lu uppercaseletter",
            "M mark combiningmark", "Mc spacingmark", "Me enclosingmark", "Mn nonspacingmark",
            "N number", "Nd decimalnumber digit", "Nl letternumber", "No othernumber",
            "P punctuation punct", "Pc connectorpunctuation", "Pd dashpunctuation", "Pe closepunctuation",
            "Pf finalpunctuation", "Pi initialpunctuation", "Po otherpunctuation", "Ps openpunctuation",
            "S symbol", "Sc currencysymbol", "Sk modifiersymbol", "Sm mathsymbol", "So othersymbol",
            "Z separator", "Zl lineseparator", "Zp paragraphseparator", "Zs spaceseparator",
        ]
        var table: [String: String] = [:]
        for line in names {
            let words = line.split(separator: " ").map(String.init)
            for word in words where word != "L&" { table[word.lowercased()] = words[0] }
        }
        return table
    }()

    private static let scripts = Set(
        """
        adlam ahom anatolianhieroglyphs arabic armenian avestan balinese bamum bassavah batak bengali bhaiksuki \
        bopomofo brahmi braille buginese buhid canadianaboriginal carian caucasianalbanian chakma cham cherokee \
        chorasmian common coptic cuneiform cypriot cyprominoan cyrillic deseret devanagari divesakuru dogra duployan \
        egyptianhieroglyphs elbasan elymaic ethiopic georgian glagolitic gothic grantha greek gujarati gunjalagondi \
        gurmukhi han hangul hanifirohingya hanunoo hatran hebrew hiragana imperialaramaic inherited \
        inscriptionalpahlavi inscriptionalparthian javanese kaithi kannada katakana kayahli kharoshthi \
        khitansmallscript khmer khojki khudawadi lao latin lepcha limbu lineara linearb lisu lycian lydian mahajani \
        makasar malayalam mandaic manichaean marchen masaramgondi medefaidrin meeteimayek mendekikakui \
        meroiticcursive meroitichieroglyphs miao modi mongolian mro multani myanmar nabataean nandinagari newtailue \
        newa nko nushu nyiakengpuachuehmong ogham olchiki oldhungarian olditalic oldnortharabian oldpermic oldpersian \
        oldsogdian oldsoutharabian oldturkic olduyghur oriya osage osmanya pahawhhmong palmyrene paucinhau phagspa \
        phoenician psalterpahlavi rejang runic samaritan saurashtra sharada shavian siddham signwriting sinhala \
        sogdian sorasompeng soyombo sundanese sylotinagri syriac tagalog tagbanwa taile taitham taiviet takri tamil \
        tangsa tangut telugu thaana thai tibetan tifinagh tirhuta toto ugaritic vai vithkuqi wancho warangciti \
        yezidi yi zanabazarsquare
        """.split(separator: " ").map(String.init))

    /// Scripts of Unicode 15 to 17, which Go knows and PCRE2 10.42 does not.
    private static let youngScripts: Set<String> = [
        "kawi", "nagmundari", "garay", "gurungkhema", "kiratrai", "olonal", "sunuwar", "todhri", "tulutigalari",
        "beriaerfe", "sidetic", "taiyo", "tolongsiki",
    ]
}
