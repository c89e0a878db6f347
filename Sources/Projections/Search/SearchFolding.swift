import Foundation

/// Folds letters that readers treat as equal.
///
/// Case, width and compatibility forms are ignored. Accents are ignored in the Latin and Greek scripts. Elsewhere a
/// mark that makes another letter counts (й is not и, हि is not ह), and a mark that may be omitted does not: ё, the
/// points of Hebrew and Arabic, the hamza on an alef.
enum SearchFolding {
    /// Raised when a text folds to something else. An index of another version is rebuilt.
    static let version = 1

    /// - Returns: The kind of the scalar, and the letters that it folds to.
    static func fold(_ scalar: Unicode.Scalar) -> (SearchScalars.Kind, [UInt32]) {
        let value = scalar.value
        if isIgnored(scalar) { return (.ignored, []) }
        if isAccent(value) { return (.accent, [value]) }
        if isApostrophe(value) { return (.separator, []) }
        switch scalar.properties.generalCategory {
        case .decimalNumber:
            if let number = scalar.properties.numericValue { return (.letter, [0x30 + UInt32(number)]) }
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber,
            .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark, .privateUse:
            break
        default: return (.separator, [])
        }
        let letters = letters(scalar)
        if letters.count == 1, isPart(letters[0]) { return (.part, letters) }
        return (letters.isEmpty ? .ignored : .letter, letters)
    }

    private static func letters(_ scalar: Unicode.Scalar) -> [UInt32] {
        var scalars = Array(String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars)
        if let first = scalars.first, hasAccents(first.value) {
            scalars = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars.filter {
                !isAccent($0.value)
            }
        }
        for _ in 0..<2 {
            scalars = scalars.flatMap { $0.properties.lowercaseMapping.unicodeScalars }
            scalars = scalars.flatMap { $0.properties.uppercaseMapping.unicodeScalars }
        }
        scalars = scalars.flatMap { $0.properties.lowercaseMapping.unicodeScalars }
        return scalars.filter { !isIgnored($0) && isSpelt($0) && !isApostrophe($0.value) }
            .flatMap { same[$0.value] ?? [$0.value] }
    }

    private static func isSpelt(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber,
            .otherNumber, .decimalNumber, .nonspacingMark, .spacingMark, .enclosingMark, .privateUse:
            true
        default: false
        }
    }

    /// The Latin and Greek scripts, where accents are ignored.
    private static func hasAccents(_ value: UInt32) -> Bool {
        switch value {
        case 0x41...0x24F, 0x370...0x3FF, 0x1E00...0x1FFF, 0x2C60...0x2C7F, 0xA720...0xA7FF, 0xAB30...0xAB6F: true
        default: false
        }
    }

    /// Combining marks of no script of their own, and those of the Cyrillic script.
    private static func isAccent(_ value: UInt32) -> Bool {
        switch value {
        case 0x300...0x36F, 0x483...0x489, 0x653...0x655, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF,
            0xFE20...0xFE2F:
            true
        default: false
        }
    }

    /// Apostrophes among the modifier letters; like other apostrophes they separate words.
    private static func isApostrophe(_ value: UInt32) -> Bool { (0x2B9...0x2BF).contains(value) }

    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Hebrew points, Arabic and Syriac vowel signs, the Arabic tatweel, selectors of a glyph.
        case 0x591...0x5BD, 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, 0x610...0x61A, 0x640, 0x64B...0x652,
            0x656...0x65F,
            0x670, 0x6D6...0x6DC, 0x6DF...0x6E4, 0x6E7, 0x6E8, 0x6EA...0x6ED, 0x711, 0x730...0x74A, 0x8D3...0x8E1,
            0x8E3...0x8FF, 0xFE00...0xFE0F, 0xE0100...0xE01EF:
            true
        default: scalar.properties.generalCategory == .format
        }
    }

    /// Parts that combine with the letter before them: vowels and finals of Hangul, the voicing marks of Kana, vowel
    /// signs and nuktas of Indic scripts.
    private static func isPart(_ value: UInt32) -> Bool {
        switch value {
        case 0x93C, 0x9BC, 0x9BE, 0x9D7, 0xA3C, 0xB3C, 0xB3E, 0xB56, 0xB57, 0xBBE, 0xBD7, 0xC56, 0xCC2, 0xCD5, 0xCD6,
            0xD3E, 0xD57, 0xDCA, 0xDCF, 0xDDF, 0x102E, 0x1161...0x1175, 0x11A8...0x11C2, 0x3099, 0x309A:
            true
        default: false
        }
    }

    /// Letters, by the scalars that fold to them.
    private static let same: [UInt32: [UInt32]] = {
        let pairs: [(String, String)] = [
            ("ς", "σ"), ("ё", "е"), ("ѐ", "е"), ("ѝ", "и"), ("ł", "l"), ("ø", "o"), ("đ", "d"), ("ħ", "h"), ("ŧ", "t"),
            ("æ", "ae"), ("œ", "oe"), ("آ", "ا"), ("أ", "ا"), ("إ", "ا"), ("ٱ", "ا"), ("ٲ", "ا"), ("ٳ", "ا"),
            ("ی", "ي"), ("ک", "ك"),
        ]
        var same: [UInt32: [UInt32]] = [:]
        for (letter, other) in pairs {
            for scalar in letter.precomposedStringWithCanonicalMapping.unicodeScalars {
                same[scalar.value] = other.unicodeScalars.map(\.value)
            }
        }
        return same
    }()
}
