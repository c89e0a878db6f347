import CanonicalJSON
import EventLog
import StoryEvents

/// An event as the document that its producer could have written: a CloudEvents 1.0 event.
public enum ExportedDocument {
    /// The document, and whether the members of its data are known to be those that its producer gave.
    case document(JSON, isExact: Bool)
    /// Data of the event was withheld, so there is no document.
    case withheld(Gap)
    /// The event is the ledger's own; no producer may write it.
    case ownedByLedger

    /// An event that has no document.
    public struct Gap: Sendable, Hashable {
        /// The event.
        public let position: Position
        /// Its story.
        public let story: StoryID
        /// The newest takedown of its data.
        public let withheld: Withheld
        /// Whether some of its data is left.
        public let isPartial: Bool
    }

    /// Makes the document of an event.
    ///
    /// A denial, a reiteration or a response that names no claim is completed from its story when it is recorded. With the
    /// ledger's secret the fingerprint tells whether that was so, and the claims are left out again: only then is the
    /// document a duplicate for the same ledger.
    ///
    /// - Parameters:
    ///   - secret: The ledger's; nil where it cannot be read.
    ///   - fingerprint: The stored fingerprint of the event; nil where there is none.
    /// - Throws: ``ExportError/story(_:)`` for data that cannot be decoded.
    public init(
        _ event: RecordedEvent, secret: LedgerSecret?, fingerprint: () throws(EventLogError) -> [UInt8]?
    ) throws(ExportError) {
        let envelope = event.envelope
        guard envelope.identity.source != .ledger, envelope.story != .ledger else {
            self = .ownedByLedger
            return
        }
        if !Self.hasWholeDocument(event), let withheld = event.withheld ?? event.partial?.takedowns.last {
            self = .withheld(
                Gap(
                    position: envelope.position, story: envelope.story, withheld: withheld,
                    isPartial: event.withheld == nil))
            return
        }
        let data: JSONObject
        do throws(PayloadFault) { data = try event.data() ?? JSONObject() } catch {
            throw .story(.unreadable(envelope.position, error))
        }
        let whole = Self.document(envelope, data)
        guard [.denied, .reiterated, .responded].contains(envelope.type), data["claims"] != nil else {
            self = .document(whole, isExact: true)
            return
        }
        guard let secret else {
            self = .document(whole, isExact: false)
            return
        }
        var short = data
        short["claims"] = nil
        let recorded = try withLog(fingerprint)
        for candidate in [whole, Self.document(envelope, short)] {
            guard let document = Self.read(candidate, envelope.identity.source) else { continue }
            if secret.fingerprint(of: document.canonicalContent) == recorded {
                self = .document(candidate, isExact: true)
                return
            }
        }
        self = .document(whole, isExact: false)
    }

    /// Whether nothing of the document was withheld. A takedown takes the name and the hash of the file from every event that
    /// came in the same file, and these are not in the document.
    private static func hasWholeDocument(_ event: RecordedEvent) -> Bool {
        guard let data = event.partial?.data else { return event.content != nil }
        guard let paths = data.paths else { return false }
        return data.hidden.allSatisfy { paths[$0].isCustody }
    }

    /// The document as the program would read it; nil where it would be refused.
    private static func read(_ json: JSON, _ source: Text) -> EventDocument? {
        do throws(Refusals) { return try EventDocument(json, defaultSource: source) } catch { return nil }
    }

    private static func document(_ envelope: Envelope, _ recorded: JSONObject) -> JSON {
        var data = recorded
        (data["when"], data["context"]) = (nil, nil)
        var object: JSONObject = [
            "specversion": "1.0", "type": .string(Text("org.storyledger.\(envelope.type.rawValue).v1")),
            "source": .string(envelope.identity.source), "id": .string(envelope.identity.id),
            "subject": .string(envelope.story.text),
        ]
        if case .object(let when)? = recorded["when"] {
            var moment: JSONObject = ["at": JSON(envelope.time)]
            for name in ["zone", "printed"] as [Text] { moment[name] = when[name] }
            object["time"] = .object(moment)
        } else {
            object["time"] = JSON(envelope.time)
        }
        object["datacontenttype"] = "application/json"
        if case .object(let context)? = recorded["context"] {
            for name in ["datacontenttype", "dataschema", "correlationid", "causationid"] as [Text] {
                if let value = context[name] { object[name] = value }
            }
            if case .object(let extensions)? = context["extensions"] {
                for member in extensions.members { object[member.key] = member.value }
            }
        }
        object["data"] = .object(data)
        return .object(object)
    }
}
