import CanonicalJSON
import EventLog
import StoryEvents

/// Tells the row that publishes a story from those that update it.
///
/// A row publishes its story if the log does not have the story, and no row before it does; or if the log has the story
/// because that row was imported before.
struct FirstRows {
    private let store: any EventStore
    private let defaultSource: Text
    /// Hashes of the stories that are published and not recorded yet, and of the documents that publish them: a dry run
    /// remembers all of a file.
    private var pending: [Int: Int] = [:]

    init(_ store: any EventStore, defaultSource: Text) {
        (self.store, self.defaultSource) = (store, defaultSource)
    }

    /// Everything before is recorded.
    mutating func settle() { pending = [:] }

    /// Whether no row published a story, and the log does not have it.
    func isNew(_ story: String) throws(EventLogError) -> Bool {
        guard pending[Text(story).hashValue] == nil, let id = StoryID(Text(story)) else { return false }
        return try store.head(of: id) == nil
    }

    /// The document of a row.
    mutating func document(of row: MappedRow) throws(EventLogError) -> (bytes: [UInt8], isFirst: Bool) {
        if let type = row.type {
            let isFirst = type == EventType.published.rawValue
            return (row.document(isFirst: isFirst).bytes(pretty: false), isFirst)
        }
        let first = row.document(isFirst: true)
        let bytes = first.bytes(pretty: false)
        if let publishing = pending[Text(row.story).hashValue] {
            return publishing == bytes.hashValue ? (bytes, true) : (update(row), false)
        }
        // Another id is no story's: the recorder refuses the document and says why.
        guard let story = StoryID(Text(row.story)) else { return (bytes, true) }
        guard try store.head(of: story) != nil else {
            pending[Text(row.story).hashValue] = bytes.hashValue
            return (bytes, true)
        }
        return try wasPublished(by: row, first, story) ? (bytes, true) : (update(row), false)
    }

    private func update(_ row: MappedRow) -> [UInt8] { row.document(isFirst: false).bytes(pretty: false) }

    /// Whether the log has a story because a row was imported before.
    private func wasPublished(by row: MappedRow, _ document: JSON, _ story: StoryID) throws(EventLogError) -> Bool {
        let source = row.source ?? defaultSource
        let given = row.id.map { Text($0) }
        let derived = given == nil ? try derivedID(document) : nil
        guard let id = given ?? derived else { return false }
        guard let found = try store.recorded(EventIdentity(source: source, id: id)) else { return false }
        return found.type == .published && found.story == story
    }

    /// The id that the log derives from a document's content; nil for a document that is refused.
    private func derivedID(_ json: JSON) throws(EventLogError) -> Text? {
        let secret = try store.ledger.secret.get()
        do throws(Refusals) {
            let document = try EventDocument(json, defaultSource: defaultSource)
            return LedgerSecret.derivedID(from: secret.fingerprint(of: document.canonicalContent))
        } catch {
            return nil
        }
    }
}
