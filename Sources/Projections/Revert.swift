import CanonicalJSON
import Crypto
import Foundation
import ProseDiff
import StoryEvents

/// Says that a version restores the text of an earlier one.
public struct Revert: Hashable, Sendable {
    /// The newest earlier version of the same text.
    public let version: Int
    /// Whether the two differ in white space, typography or the encoding of letters.
    public let isButForTypography: Bool

    /// `reverts to v1`, `reverts to v1 but for typography`.
    public var phrase: String {
        said("reverts to v\(version)") + (isButForTypography ? said(" but for typography") : "")
    }

    /// Creates a revert.
    public init(version: Int, isButForTypography: Bool) {
        (self.version, self.isButForTypography) = (version, isButForTypography)
    }
}

/// Finds the earlier version whose text a new text restores, by digests of the texts.
struct RevertFold: Hashable {
    /// The newest version of each text, by its bytes.
    private var exact: [SHA256Digest: Int] = [:]
    /// The newest version of each text, by its words without typography.
    private var plain: [SHA256Digest: Int] = [:]
    /// The digest of the previous text without typography; nil when that text was withheld.
    private var last: SHA256Digest?

    /// Adds a story's newest text.
    ///
    /// - Returns: The newest version with the same bytes or, without one, with the same words. nil when there is none,
    ///   when text is withheld, and when only white space and typography changed, since that is noise.
    mutating func add(_ state: StoryState) -> Revert? {
        guard StoryState.textFields.allSatisfy({ state.withheldFields[$0] == nil }) else {
            last = nil
            return nil
        }
        let texts = StoryState.textFields.map(state.text)
        let bytes = Self.digest(texts) { text, hash in
            text.withBytes { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        }
        var line: [UInt8] = []
        let words = Self.digest(texts) { text, hash in
            line.removeAll(keepingCapacity: true)
            text.withBytes { text in
                eachPlainWord(of: text) { word in
                    line += Self.composed(word)
                    line.append(UInt8(ascii: " "))
                }
            }
            hash.update(data: line)
        }
        defer {
            (exact[bytes], plain[words]) = (state.version, state.version)
            last = words
        }
        if let version = exact[bytes] { return Revert(version: version, isButForTypography: false) }
        guard words != last, let version = plain[words] else { return nil }
        return Revert(version: version, isButForTypography: true)
    }

    /// A word in NFC.
    private static func composed(_ word: [UInt8]) -> [UInt8] {
        guard word.contains(where: { $0 >= 0x80 }) else { return word }
        return Array(String(decoding: word, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
    }

    private static func digest(_ texts: [Text?], _ add: (Text, inout SHA256) -> Void) -> SHA256Digest {
        var hash = SHA256()
        for text in texts {
            // No text contains these bytes, so that texts divided differently into fields get different digests.
            hash.update(data: [0xFF, text == nil ? 0 : 1])
            if let text { add(text, &hash) }
        }
        return hash.finalize()
    }
}
