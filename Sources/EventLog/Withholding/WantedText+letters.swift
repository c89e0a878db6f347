import CanonicalJSON

/// Words in other letters: they may be other words, and are named.
extension WantedText {
    /// Whether a text has the words in other letters, by ``LetterFold``, and not as they were given.
    ///
    /// - Parameter bytes: UTF-8.
    public func isInOtherLetters(in bytes: [UInt8]) -> Bool { areLetters(in: bytes) && !isIn(bytes) }

    /// How a file spells the words in other letters: as it is, or escaped as JSON, YAML or an address does, in UTF-8 or another
    /// encoding.
    ///
    /// - Parameter bytes: Of a whole file or a part of one, which does not have the words as they were given.
    /// - Returns: nil where it does not have them.
    public func otherSpelling(inFile bytes: [UInt8]) -> Text? {
        guard let fewest = letters.map(\.count).min(), bytes.count >= fewest / 2 else { return nil }
        let readings = Self.isPerhapsUTF8(bytes) ? [bytes] : [bytes] + Self.readings(of: bytes)
        for reading in readings {
            for view in Self.views(of: reading) {
                guard areLetters(in: view()) else { continue }
                return spelling(in: view())
            }
        }
        return nil
    }

    /// How a text that has the words in other letters spells them; as they were given, where their marks are in another order.
    func spelling(in bytes: [UInt8]) -> Text {
        Self.spelling(of: exactWords, in: String(decoding: bytes, as: UTF8.self)) ?? Text(exactWords)
    }

    private func areLetters(in bytes: [UInt8]) -> Bool {
        guard !letters.isEmpty else { return false }
        return LetterFold.readings(of: bytes).contains { reading in letters.contains { reading.holds($0) } }
    }

    /// What bytes may say: as they are, unescaped once and twice as JSON, and as YAML and addresses do.
    private static func views(of bytes: [UInt8]) -> [() -> [UInt8]] {
        var views: [() -> [UInt8]] = [{ bytes }]
        if bytes.contains(UInt8(ascii: "\\")) {
            views += [{ unescaped(bytes) }, { unescaped(unescaped(bytes)) }]
        }
        for escapes in FoldedText.Escapes.allCases {
            guard let sign = escapes.sign, bytes.contains(sign) else { continue }
            views.append { FoldedText.text(of: bytes, escapes) }
        }
        return views
    }
}
