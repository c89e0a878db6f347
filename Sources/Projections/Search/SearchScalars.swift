import Foundation
import Synchronization

/// The role of each Unicode scalar in full-text search: part of a word, a character of a script without spaces, an
/// ignored mark, or a separator. Computed page by page, on first use.
struct SearchScalars {
    /// The role of a scalar.
    enum Kind: UInt32 {
        /// Separates words.
        case separator
        /// Ignored: vowel points, tone marks of Greek, joiners, soft hyphens.
        case ignored
        /// One letter or digit.
        case letter
        /// Several letters, listed in the page.
        case several
        /// Combines with the letter before it into one letter, if there is such a letter; else it is ignored.
        case accent
        /// Combines with the letter before it into one letter, if there is such a letter; else it is a letter itself.
        case part
    }

    /// A scalar, folded.
    struct Entry {
        fileprivate let bits: UInt32

        var kind: Kind { Kind(rawValue: bits >> 24) ?? .separator }
        /// The letter, or the index of the list of letters.
        var value: UInt32 { bits & 0x1F_FFFF }

        fileprivate init(_ kind: Kind, _ value: UInt32 = 0) { bits = kind.rawValue << 24 | value }
    }

    /// The entries of 256 scalars.
    final class Page: Sendable {
        fileprivate let entries: [Entry]
        fileprivate let lists: [[UInt32]]

        fileprivate init(_ number: UInt32) {
            var entries: [Entry] = []
            var lists: [[UInt32]] = []
            for value in number << 8..<(number + 1) << 8 {
                guard let scalar = Unicode.Scalar(value) else {
                    entries.append(Entry(.separator))
                    continue
                }
                let (kind, letters) = SearchFolding.fold(scalar)
                if letters.count > 1 {
                    entries.append(Entry(.several, UInt32(lists.count)))
                    lists.append(letters)
                } else {
                    entries.append(Entry(kind, letters.first ?? 0))
                }
            }
            self.entries = entries
            self.lists = lists
        }
    }

    private static let shared = Mutex<[UInt32: Page]>([:])
    private var pages: [UInt32: Page] = [:]
    private var last: (number: UInt32, page: Page)?
    private var composed: [UInt64: UInt32] = [:]

    /// A scalar, folded.
    ///
    /// - Parameter value: A scalar value.
    mutating func entry(_ value: UInt32) -> Entry {
        // Ideographs and Hangul syllables, the most frequent scalars of their texts, fold to themselves.
        if (0x4E00..<0xA000).contains(value) || (0xAC00..<0xD7A4).contains(value) { return Entry(.letter, value) }
        return page(value >> 8).entries[Int(value & 0xFF)]
    }

    /// The letters of a scalar that folds to several.
    mutating func letters(_ value: UInt32, _ entry: Entry) -> [UInt32] { page(value >> 8).lists[Int(entry.value)] }

    private mutating func page(_ number: UInt32) -> Page {
        if let last, last.number == number { return last.page }
        let page =
            pages[number]
            ?? Self.shared.withLock { shared in
                let page = shared[number] ?? Page(number)
                shared[number] = page
                return page
            }
        pages[number] = page
        last = (number, page)
        return page
    }

    /// The folded letter that two scalars combine into; nil when they do not combine.
    mutating func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if let syllable = Self.syllable(first, second) { return syllable }
        let key = UInt64(first) << 32 | UInt64(second)
        if let known = composed[key] { return known == 0 ? nil : known }
        var result: UInt32 = 0
        if let first = Unicode.Scalar(first), let second = Unicode.Scalar(second) {
            var text = String(first)
            text.unicodeScalars.append(second)
            let whole = text.precomposedStringWithCanonicalMapping.unicodeScalars
            if whole.count == 1, let letter = whole.first {
                let entry = entry(letter.value)
                if entry.kind == .letter { result = entry.value }
            }
        }
        composed[key] = result
        return result == 0 ? nil : result
    }

    /// Composes a Hangul syllable from its first two parts, or from those and its last part.
    ///
    /// Source: The Unicode Standard, section 3.12.
    private static func syllable(_ first: UInt32, _ second: UInt32) -> UInt32? {
        let (lead, vowel) = (first &- 0x1100, second &- 0x1161)
        if lead < 19, vowel < 21 { return 0xAC00 + (lead * 21 + vowel) * 28 }
        let (syllable, tail) = (first &- 0xAC00, second &- 0x11A7)
        return syllable < 11_172 && syllable % 28 == 0 && tail > 0 && tail < 28 ? first + tail : nil
    }

    /// Whether each letter is a search word of its own: in scripts without spaces, and in Korean, where endings are
    /// attached to words.
    static func isCharacter(_ value: UInt32) -> Bool {
        if value < 0xE00 { return false }
        switch value {
        case 0xE00...0xEFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x1950...0x19FF, 0x1A20...0x1AAF,
            0x3005...0x31FF, 0x3400...0x9FFF, 0xA960...0xA97F, 0xA9E0...0xA9FF, 0xAA60...0xAADF, 0xAC00...0xD7FF,
            0xF900...0xFAFF, 0x11700...0x1174F, 0x1AFF0...0x1B16F, 0x20000...0x3FFFF:
            return true
        default: return false
        }
    }
}
