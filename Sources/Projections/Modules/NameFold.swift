/// Folds a name so that spellings that differ in case, diacritics, punctuation or white space become equal.
///
/// It only groups names in lists; it never says that two names are the same party. The Unicode name of a letter gives
/// the base letter (`LATIN SMALL LETTER E WITH ACUTE`), so that no table is needed.
enum NameFold {
    static func fold(_ name: String) -> String {
        var folded = String.UnicodeScalarView()
        var isSpaceDue = false
        for scalar in name.unicodeScalars {
            if scalar.isASCII ? !isLetterOrDigit(scalar) : isIgnored(scalar) {
                // A combining mark belongs to the letter before it; anything else separates words.
                if scalar.isASCII || !isMark(scalar) { isSpaceDue = !folded.isEmpty }
                continue
            }
            if isSpaceDue { folded.append(" ") }
            isSpaceDue = false
            if scalar.isASCII {
                folded.append(scalar.properties.isUppercase ? Unicode.Scalar(scalar.value | 0x20)! : scalar)
            } else {
                for lower in scalar.properties.lowercaseMapping.unicodeScalars where !isMark(lower) {
                    folded.append(base(of: lower))
                }
            }
        }
        return String(folded)
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            false
        default: true
        }
    }

    private static func base(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard let name = scalar.properties.name, let with = name.firstRange(of: " WITH ") else { return scalar }
        let letter = name[..<with.lowerBound]
        if letter.hasPrefix("LATIN SMALL LETTER "), letter.utf8.count == 20, let last = letter.utf8.last {
            return Unicode.Scalar(last | 0x20)
        }
        return others[String(letter)] ?? scalar
    }

    /// Greek and Cyrillic letters by their Unicode names.
    private static let others: [String: Unicode.Scalar] = {
        var letters: [String: Unicode.Scalar] = [:]
        for value in UInt32(0x370)...0x4FF {
            guard let scalar = Unicode.Scalar(value), let name = scalar.properties.name else { continue }
            letters[name] = scalar
        }
        return letters
    }()
}
