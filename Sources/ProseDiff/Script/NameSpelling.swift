/// A name as it is written without accents: the same person's name in another spelling has the same letters.
///
/// `ß` is `ss`. An umlaut is the vowel alone, or the vowel and an `e`: Müller is Muller and Mueller. Any other letter may make
/// another person's name, as Paul and Paule, Meier and Meyer.
struct NameSpelling: Hashable {
    /// With vowels alone for umlauts: `muller`.
    let short: String
    /// With an `e` after them: `mueller`.
    let long: String

    init(_ word: ArraySlice<UInt8>) {
        var (short, long) = ([UInt8](), [UInt8]())
        for scalar in String(decoding: word, as: UTF8.self).lowercased().unicodeScalars {
            switch scalar {
            case "\u{308}": if let last = long.last, "aou".utf8.contains(last) { long.append(UInt8(ascii: "e")) }
            case "\u{300}"..."\u{36F}": break
            default:
                let (bare, full) = Self.letters[scalar] ?? (nil, nil)
                short += Array((bare ?? String(scalar)).utf8)
                long += Array((full ?? bare ?? String(scalar)).utf8)
            }
        }
        (self.short, self.long) = (String(decoding: short, as: UTF8.self), String(decoding: long, as: UTF8.self))
    }

    private static let letters: [Unicode.Scalar: (String?, String?)] = {
        let accented: [(String, String)] = [
            ("a", "àáâãāăą"), ("c", "çćĉċč"), ("d", "ďđ"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"),
            ("i", "ìíîïĩīĭįı"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľłŀ"), ("n", "ñńņňŉ"), ("o", "òóôõōŏő"), ("r", "ŕŗř"),
            ("s", "śŝşšș"), ("t", "ţťŧț"), ("u", "ùúûũūŭůűų"), ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"), ("е", "ё"),
        ]
        var letters: [Unicode.Scalar: (String?, String?)] = [
            "ß": ("ss", nil), "ä": ("a", "ae"), "ö": ("o", "oe"), "ü": ("u", "ue"), "ø": ("o", "oe"), "å": ("a", "aa"),
            "æ": ("ae", nil), "œ": ("oe", nil),
        ]
        for (letter, forms) in accented { for form in forms.unicodeScalars { letters[form] = (letter, nil) } }
        return letters
    }()
}
