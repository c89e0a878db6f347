import CanonicalJSON
import StoryEvents

/// The result for one file, stored in the same transaction as its events.
public struct Receipt: Hashable, Sendable {
    /// The result for a file as a whole.
    public enum Outcome: String, Hashable, Sendable { case appended, duplicate, unchanged, quarantined }

    /// The result for one of its documents.
    public struct Entry: Hashable, Sendable {
        /// The event's place; nil for what changed nothing.
        public var position: Position?
        /// The event's place in its story; the story's newest for what changed nothing.
        public var revision: Revision?
        /// The story it is about.
        public var story: StoryID
        /// What kind of event.
        public var type: EventType
        /// The event's id, given or derived; nil for what changed nothing and had none.
        public var id: Text?
        /// Never `quarantined`: a file is taken whole or not at all.
        public var outcome: Outcome

        /// Creates an entry.
        public init(
            position: Position?, revision: Revision?, story: StoryID, type: EventType, id: Text?, outcome: Outcome
        ) {
            self.position = position
            self.revision = revision
            self.story = story
            self.type = type
            self.id = id
            self.outcome = outcome
        }
    }

    /// 1-based, in the order files were taken in.
    public var number: Int64
    /// The file as its producer named it: its path below the inbox, or the argument of the command; a name of the ledger's
    /// own once a takedown took that.
    public var file: Text
    /// SHA-256 of its bytes; empty when they could not be read, and once a takedown took it.
    public var sha256: [UInt8]
    /// The result.
    public var outcome: Outcome
    /// When it was decided.
    public var recorded: RecordedTime
    /// Its documents, in order; none when it was quarantined. Of very many these are the last: ``ReceiptEntries`` gives
    /// them all.
    public var entries: [Entry]
    /// How many documents come before ``entries``.
    public var earlier: Int64
    /// In how many parts those are stored.
    public var parts: Int64
    /// Why it was quarantined: refusals in the form that is printed.
    public var refusals: [JSON]
    /// The takedown that took the name and the hash of the file, and the words of refusals; nil where none did.
    public var withheld: Position?

    /// How many documents it lists.
    public var documents: Int64 { earlier + Int64(entries.count) }

    /// Creates a receipt.
    public init(
        number: Int64, file: Text, sha256: [UInt8], outcome: Outcome, recorded: RecordedTime, earlier: Int64 = 0,
        parts: Int64 = 0, entries: [Entry], refusals: [JSON], withheld: Position? = nil
    ) {
        self.earlier = earlier
        self.parts = parts
        self.number = number
        self.file = file
        self.sha256 = sha256
        self.outcome = outcome
        self.recorded = recorded
        self.entries = entries
        self.refusals = refusals
        self.withheld = withheld
    }

    /// The receipt as it is printed, of a file with few documents.
    public var json: JSON {
        var object = head
        object["events"] = .array(entries.map(\.json))
        object["errors"] = .array(refusals)
        return .object(object)
    }

    /// The members that are printed before its documents.
    public var head: JSONObject {
        var object = JSONObject()
        object["file"] = .string(file)
        object["sha256"] = sha256.isEmpty ? .null : .string(Text(sha256.hexadecimal))
        object["outcome"] = .string(Text(outcome.rawValue))
        object["recorded"] = .string(Text(recorded.description))
        return object
    }
}

extension Receipt.Entry {
    /// The entry as it is printed.
    public var json: JSON {
        var object = JSONObject()
        object["position"] = position.map { .integer($0.value) } ?? .null
        object["revision"] = revision.map { .integer($0.value) } ?? .null
        object["story"] = .string(story.text)
        object["type"] = .string(Text(type.rawValue))
        object["id"] = id.map(JSON.string) ?? .null
        object["outcome"] = .string(Text(outcome.rawValue))
        return .object(object)
    }
}

/// A file whose receipt is durable and which is yet to be moved out of the inbox.
public struct PendingMove: Hashable, Sendable {
    /// The receipt's number.
    public var receipt: Int64
    /// Where the file is: bytes of a path below the inbox.
    public var from: [UInt8]
    /// Where it belongs: bytes of a path below the ledger's directory.
    public var to: [UInt8]
    /// The file's inode, so that another file of the same name is not taken for it.
    public var inode: UInt64

    /// Creates a move.
    public init(receipt: Int64, from: [UInt8], to: [UInt8], inode: UInt64) {
        self.receipt = receipt
        self.from = from
        self.to = to
        self.inode = inode
    }
}
