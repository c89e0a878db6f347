extension MarkRules {
    /// The rules for two texts; nil if the language is unknown or has no rules.
    ///
    /// - Parameter language: BCP 47 tag; if nil, the script decides if only one language uses it.
    static func of(_ language: String?, _ old: [UInt8], _ new: [UInt8]) -> MarkRules? {
        guard let language else { return of(script: new) ?? (new.isEmpty ? of(script: old) : nil) }
        return byTag[primary(language)]
    }

    /// All rules, by primary language subtag.
    static let byTag: [String: MarkRules] = [
        "en": english, "de": german, "fr": french, "es": spanish, "it": italian, "pt": portuguese, "nl": dutch,
        "pl": polish, "uk": ukrainian, "ru": russian, "ar": arabic, "zh": chinese, "ja": japanese,
    ]

    /// The primary language subtag of a BCP 47 tag.
    static func primary(_ tag: String) -> String { tag.prefix { $0 != "-" && $0 != "_" }.lowercased() }

    /// The bytes at the beginning of a text that determine its script.
    private static let sample = 4096

    /// Whether a byte may begin a Cyrillic, Arabic, Japanese or Chinese letter; curly quotes and dashes begin with
    /// other bytes.
    private static func tellsScript(_ byte: UInt8) -> Bool {
        byte &- 0xD0 < 4 || byte &- 0xD8 < 4 || byte &- 0xE3 < 7
    }

    /// The language by the script. Latin letters determine none, nor do Cyrillic or Arabic letters of languages without
    /// rules.
    private static func of(script bytes: [UInt8]) -> MarkRules? {
        let head = bytes.prefix(sample)
        guard head.withUnsafeBufferPointer({ $0.contains { tellsScript($0) } }) else { return nil }
        var (latin, cyrillic, arab, kana, han) = (0, 0, 0, 0, 0)
        var (isUkrainian, isOther) = (false, false)
        for scalar in String(decoding: head, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: latin += 1
            case 0x404, 0x406, 0x407, 0x454, 0x456, 0x457, 0x490, 0x491: (isUkrainian, cyrillic) = (true, cyrillic + 1)
            case 0x402, 0x403, 0x405, 0x408...0x40F, 0x452, 0x453, 0x455, 0x458...0x45F: isOther = true
            case 0x410...0x44F, 0x401, 0x451: cyrillic += 1
            case 0x679...0x6D3: isOther = true
            case 0x621...0x64A: arab += 1
            case 0x3041...0x30FF: kana += 1
            case 0x3400...0x9FFF: han += 1
            default: break
            }
        }
        if kana + han > latin { return kana * 10 > han ? japanese : chinese }
        guard !isOther else { return nil }
        if arab > latin { return MarkRules.arabic }
        return cyrillic > latin ? (isUkrainian ? ukrainian : russian) : nil
    }
}

extension Comparison {
    /// The primary subtags of the languages whose words are marked, in alphabetical order.
    public static var markedLanguages: [String] { MarkRules.byTag.keys.sorted() }

    /// Whether the script of two texts tells a language whose words are marked.
    public static func tellsLanguage(_ old: [UInt8], _ new: [UInt8]) -> Bool { MarkRules.of(nil, old, new) != nil }

    /// Whether the words of a language are marked.
    ///
    /// - Parameter language: BCP 47 tag.
    public static func hasMarks(for language: String) -> Bool { MarkRules.byTag[MarkRules.primary(language)] != nil }
}
