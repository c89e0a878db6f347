import CanonicalJSON
import StoryEvents

/// The file that an event came in: what its leaf commits to, and whether the receipt, the keeper's note, says the same.
public struct EventFile: Hashable, Sendable {
    /// What is known of the name and the hash.
    public enum Content: Hashable, Sendable {
        /// The event's data names it, and the leaf commits to that.
        case committed(name: Text, sha256: Text)
        /// A takedown took it.
        case withheld(by: Position)
        /// The data names none, so that the receipt alone does.
        case noted(name: Text, sha256: String)
        /// Neither names one.
        case unknown
    }

    /// What to show.
    public let content: Content
    /// What the receipt says otherwise; nil where it agrees.
    public let difference: String?

    /// - Parameter receipt: The event's receipt; nil where it is missing.
    public init(_ event: RecordedEvent, _ receipt: Receipt?) {
        let committed: Content?
        do throws(PayloadFault) { committed = try Self.committed(event) } catch {
            (content, difference) = (.unknown, "its data cannot be read: \(error)")
            return
        }
        guard let receipt else {
            (content, difference) = (committed ?? .unknown, "its receipt is missing")
            return
        }
        if let committed {
            (content, difference) = (committed, Self.difference(committed, receipt))
        } else if let by = receipt.withheld {
            (content, difference) = (.withheld(by: by), nil)
        } else {
            (content, difference) = (.noted(name: receipt.file, sha256: receipt.sha256.hexadecimal), nil)
        }
    }

    private static func committed(_ event: RecordedEvent) throws(PayloadFault) -> Content? {
        if let withheld = event.withheld { return .withheld(by: withheld.by) }
        if let partial = event.partial, let paths = partial.data.paths {
            for piece in partial.data.hidden where paths[piece].isCustody {
                return partial.takedowns.last { $0.taken.pieces.contains(piece) }.map { .withheld(by: $0.by) }
            }
        }
        guard EventType.ofProducers.contains(event.envelope.type),
            case .object(let context)? = try event.data()?["context"],
            case .object(let file)? = context["file"], let name = file["name"]?.text, let sha256 = file["sha256"]?.text
        else { return nil }
        return .committed(name: name, sha256: sha256)
    }

    private static func difference(_ committed: Content, _ receipt: Receipt) -> String? {
        // What a takedown took is not said by what forgot to lose it.
        guard case .committed(let name, let sha256) = committed else { return nil }
        if let by = receipt.withheld {
            return "receipt \(receipt.number) says that \(by) withheld it, and no takedown did"
        }
        guard receipt.file != name || !receipt.sha256.hexadecimal.utf8.elementsEqual(sha256.bytes) else { return nil }
        let hash = receipt.sha256.isEmpty ? "without a hash" : "SHA-256 \(receipt.sha256.hexadecimal)"
        return "receipt \(receipt.number), a note of the keeper, names another file: \(receipt.file), \(hash)"
    }
}
