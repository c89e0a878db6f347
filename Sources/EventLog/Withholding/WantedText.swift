import CanonicalJSON
import Foundation

/// Words to look for, as they are written and in other encodings of the same letters.
///
/// "é" may be one scalar or two: the words are found in either form (Unicode NFC and NFD). How wide the white space between
/// them is does not count, nor what is invisible. Case counts.
public struct WantedText: Hashable, Sendable {
    private let exact: Forms
    /// The words as they were given.
    let exactWords: String
    /// The same words with one space between them.
    private let folded: Forms
    /// The longest of these words, which no folding changes.
    private let longestWord: Forms
    /// The words as a reader sees them.
    private let read: Forms
    /// The same by the rule of ``LetterFold``.
    let letters: [[UInt8]]

    /// Words in the encodings of their letters.
    private struct Forms: Hashable {
        /// The UTF-8 of the words as they were given, composed and decomposed.
        let all: [[UInt8]]
        /// The UTF-8 of the composed words; nil where all letters are ASCII.
        let composed: [UInt8]?

        init(_ string: String) {
            let bytes = Array(string.utf8)
            composed = isASCII(bytes) ? nil : Array(string.precomposedStringWithCanonicalMapping.utf8)
            let all = [bytes, composed ?? [], Array(string.decomposedStringWithCanonicalMapping.utf8)]
            self.all = Set(all.filter { !$0.isEmpty }).sorted { $0.lexicographicallyPrecedes($1) }
        }

        func areIn(_ bytes: [UInt8]) -> Bool {
            if all.contains(where: bytes.holds) { return true }
            // A text may have one letter composed and the next one not.
            guard let composed, !isASCII(bytes) else { return false }
            return Array(String(decoding: bytes, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8).holds(
                composed)
        }
    }

    /// - Parameter text: The words; at least one byte.
    public init(_ text: Text) {
        exact = Forms(text.string)
        exactWords = text.string
        let words = FoldedText.text(of: text.bytes).split(separator: 0x20)
        folded = Forms(String(decoding: Array(words.joined(separator: [0x20])), as: UTF8.self))
        let seen = SeenText.text(of: text.bytes)
        read = Forms(String(decoding: seen, as: UTF8.self))
        letters = Set(LetterFold.readings(of: text.bytes)).filter { $0.contains { $0 != 0x20 } }.sorted {
            $0.lexicographicallyPrecedes($1)
        }
        let longest = seen.split(separator: 0x20).max { $0.count < $1.count }
        longestWord = Forms(String(decoding: longest ?? [], as: UTF8.self))
    }

    /// The UTF-8 of the words as they were given, composed and decomposed.
    public var forms: [[UInt8]] { exact.all }

    /// Whether a text has the words, as a reader sees it.
    ///
    /// - Parameter bytes: UTF-8; ill-formed bytes are read as U+FFFD.
    public func isIn(_ bytes: [UInt8]) -> Bool {
        if exact.areIn(bytes) { return true }
        // Nearly all texts end here: no copy of them is made.
        if SeenText.isPlain(bytes), !longestWord.areIn(bytes) { return false }
        return !read.all.isEmpty && read.areIn(SeenText.text(of: bytes))
    }

    /// Whether a file that cannot be read as a document may have the words, in its bytes or its name: written as
    /// ``isWritten(in:)`` says, folded over lines or escaped as in YAML, or percent-encoded.
    ///
    /// - Parameter bytes: Of a whole file or a part of one.
    public func mayStand(in bytes: [UInt8]) -> Bool {
        if isWritten(in: bytes) { return true }
        let readings = Self.isPerhapsUTF8(bytes) ? [bytes] : [bytes] + Self.readings(of: bytes)
        return readings.contains { reading in
            FoldedText.Escapes.allCases.contains { escapes in
                // Nearly all files end here: no folded copy of them is made.
                let mayHold = escapes.sign.map { reading.holds([$0]) } ?? longestWord.areIn(reading)
                guard mayHold else { return false }
                let text = FoldedText.text(of: reading, escapes)
                return folded.areIn(text) || read.areIn(SeenText.text(of: text))
            }
        }
    }

    /// Whether a file has the words: as it is, or escaped as JSON writes strings, or as JSON within JSON
    /// does. A file that is not UTF-8 is read as UTF-16 and as Latin-1, too.
    ///
    /// - Parameter bytes: Of a whole file or a part of one, JSON or not.
    public func isWritten(in bytes: [UInt8]) -> Bool {
        if isWritten(inUTF8: bytes) { return true }
        guard !Self.isPerhapsUTF8(bytes) else { return false }
        return Self.readings(of: bytes).contains(where: isWritten(inUTF8:))
    }

    /// Whether bytes need no reading in another encoding: UTF-16 that is UTF-8, too, holds the 0 of each letter of ASCII.
    static func isPerhapsUTF8(_ bytes: [UInt8]) -> Bool {
        !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
    }

    /// What bytes say in other encodings than UTF-8; a part of a file may begin within a unit of UTF-16.
    static func readings(of bytes: [UInt8]) -> [[UInt8]] {
        bytes.withUnsafeBytes { bytes in
            var readings = [UTF8Writer.text(of: bytes)]
            for start in 0...1 {
                for isBigEndian in [false, true] {
                    readings.append(UTF8Writer.text(of: bytes, from: start, isBigEndian: isBigEndian))
                }
            }
            return readings
        }
    }

    private func isWritten(inUTF8 bytes: [UInt8]) -> Bool {
        var view = bytes
        for _ in 0..<3 {
            if isIn(view) { return true }
            guard view.contains(UInt8(ascii: "\\")) else { return false }
            view = Self.unescaped(view)
        }
        return false
    }

    /// The most bytes before a place in a file in which the end of the words there may begin.
    public var mostBytes: Int {
        // `\\u00e9` for one byte of ASCII, and a letter may be three scalars. In YAML a line may end between two letters, and
        // the next be indented by a hundred columns; of long words no file that a person wrote does so everywhere.
        let longest = forms.map(\.count).max() ?? 0
        return max(longest * 24, min(longest * 160, 1 << 15))
    }

    private static func isASCII(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 < 0x80 } }

    /// Decodes JSON's escapes wherever they are; other bytes stay as they are.
    public static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count else {
                result.append(bytes[place])
                place += 1
                continue
            }
            if let unit = hexadecimal(bytes, at: place) {
                place += 6
                var scalar = Unicode.Scalar(UInt32(unit))
                if (0xD800..<0xDC00).contains(unit), let low = hexadecimal(bytes, at: place),
                    (0xDC00..<0xE000).contains(low)
                {
                    place += 6
                    scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(low) - 0xDC00)
                }
                result += String(scalar ?? "\u{FFFD}").utf8
                continue
            }
            let escaped = bytes[place + 1]
            result.append(simple[escaped] ?? escaped)
            place += 2
        }
        return result
    }

    private static let simple: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D,
        UInt8(ascii: "t"): 0x09,
    ]

    /// The UTF-16 unit of `\u00e9`; nil where there is no such escape.
    private static func hexadecimal(_ bytes: [UInt8], at place: Int) -> UInt16? {
        guard place + 6 <= bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u"),
            bytes[place + 2] != UInt8(ascii: "+")
        else { return nil }
        return UInt16(String(decoding: bytes[place + 2..<place + 6], as: UTF8.self), radix: 16)
    }
}
