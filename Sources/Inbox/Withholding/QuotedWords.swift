import CanonicalJSON
import EventLog
import Foundation

/// Finds withheld texts in refusals, which quote documents and break off long quotations with `…`.
struct QuotedWords {
    private let wanted: WantedBytes
    private let texts: [[UInt8]]

    /// - Parameter texts: The withheld texts.
    init(_ texts: [Text]) {
        wanted = WantedBytes(texts)
        self.texts = texts.map(\.bytes)
    }

    /// Whether refusals contain one of the texts, or the beginning or the middle of one that was broken off.
    ///
    /// - Parameter refusals: JSON.
    func areIn(_ refusals: [UInt8]) -> Bool {
        if wanted.areIn(refusals) { return true }
        let parts = String(decoding: refusals, as: UTF8.self).components(separatedBy: "…")
        return parts.dropLast().contains { isBrokenOff(String($0.suffix(400))) }
    }

    private func isBrokenOff(_ quotation: String) -> Bool {
        // Escaped once by the quotation, and once more as a JSON string.
        let plain = WantedText.unescaped(WantedText.unescaped(Array(quotation.utf8)))
        let end = Array(plain.suffix(Self.middle))
        if end.count == Self.middle, texts.contains(where: { $0.holds(end) }) { return true }
        return texts.contains { text in
            (Self.beginning...max(Self.beginning, text.count)).contains { count in
                count <= text.count && plain.ends(with: text.prefix(count))
            }
        }
    }

    /// Bytes from the middle of a text that are too many for a coincidence.
    private static let middle = 20
    /// Bytes from the beginning of a text that are too many for a coincidence.
    private static let beginning = 6
}

extension [UInt8] {
    fileprivate func ends(with end: ArraySlice<UInt8>) -> Bool { suffix(end.count).elementsEqual(end) }
}
