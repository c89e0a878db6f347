import StoryEvents

/// A document, with what can be made of it before anything is known of its story.
struct PreparedDocument: Sendable {
    let document: EventDocument
    /// What it becomes, unless its story completes its data.
    let event: NewEvent

    init(_ document: EventDocument, salt: [UInt8], _ keyed: KeyedHash) {
        let (data, end) = (document.canonicalData, document.contentEnd)
        let fingerprint = keyed.fingerprint(of: data, end: end)
        let id = document.id ?? LedgerSecret.derivedID(from: fingerprint)
        self.document = document
        event = NewEvent(
            identity: EventIdentity(source: document.source, id: id), story: document.story, type: document.type,
            time: document.time, data: data, salt: salt, fingerprint: fingerprint, leafEnd: end)
    }
}

/// A file's documents, read and prepared one after another.
struct PreparedDocuments {
    private(set) var reader: DocumentReader
    private let preparation: Preparation

    init(_ reader: DocumentReader, _ preparation: Preparation) {
        self.reader = reader
        self.preparation = preparation
    }

    /// - Returns: nil after the last one.
    mutating func next() -> Result<PreparedDocument, Refusals>? {
        do throws(Refusals) {
            guard let document = try reader.next() else { return nil }
            return .success(PreparedDocument(document, salt: preparation.salt(), preparation.keyed))
        } catch {
            return .failure(error)
        }
    }
}

/// What a ledger adds to a document before it is decided.
struct Preparation: Sendable {
    /// Makes fingerprints.
    let keyed: KeyedHash
    /// 32 random bytes at each call, on any thread.
    let salt: @Sendable () -> [UInt8]

    /// - Throws: ``EventLogError/noSecret(path:reason:)``.
    init(_ store: any EventStore) throws(EventLogError) {
        keyed = KeyedHash(try store.ledger.secret.get())
        salt = { store.newSalt() }
    }
}
