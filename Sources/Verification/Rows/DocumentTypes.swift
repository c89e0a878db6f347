import CanonicalJSON
import StoryEvents

/// The kinds of event that come from documents; the others are the ledger's own.
enum DocumentTypes {
    private static let types: [EventType] = [.published, .updated, .denied, .reiterated, .responded]
    private static let moves = types.filter(\.isMove).map { Array($0.rawValue.utf8) }
    private static let words = types.map { Array($0.rawValue.utf8) }

    static func hold(_ text: UnsafeRawBufferPointer) -> Bool {
        words.contains { word in word.withUnsafeBytes { $0.equals(text) } }
    }

    /// Whether it is the type of what a party did: a story may add claims to such a document.
    static func isMove(_ text: UnsafeRawBufferPointer) -> Bool {
        moves.contains { word in word.withUnsafeBytes { $0.equals(text) } }
    }

    static func hold(_ json: JSON?) -> Bool {
        guard case .string(let text)? = json else { return false }
        return words.contains(text.bytes)
    }
}
