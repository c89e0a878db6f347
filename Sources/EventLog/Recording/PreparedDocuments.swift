import CanonicalJSON
import StoryEvents

/// A document, with all that can be computed without its story.
struct PreparedDocument: Sendable {
    let document: EventDocument
    /// What it becomes, unless its story completes its data.
    let event: NewEvent
}

/// A file's documents, read and prepared one after another.
struct PreparedDocuments {
    private(set) var reader: DocumentReader
    private let preparation: Preparation
    private let file: Text
    private let digest: (any FileDigest)?
    private var custody: FileCustody?
    private var buffers = NewEvent.Buffers()

    /// - Parameters:
    ///   - file: The file's name.
    ///   - digest: The file's; it is made when the first document is read, since each event names it.
    init(_ reader: DocumentReader, of file: Text, _ digest: (any FileDigest)?, _ preparation: Preparation) {
        self.reader = reader
        self.preparation = preparation
        self.file = file
        self.digest = digest
    }

    /// - Returns: nil after the last one.
    mutating func next() -> Result<PreparedDocument, Refusals>? {
        if custody == nil, let digest { custody = FileCustody(name: file, sha256: digest.sha256) }
        do throws(Refusals) {
            guard let document = try reader.next() else { return nil }
            guard !buffers.exceed(StoryLimits.pieces, in: document.canonicalData) else {
                let refusal = Refusal(
                    .tooMany, at: document.path.member("data"),
                    "the data has more than \(StoryLimits.pieces) pieces, strings and paragraphs",
                    remedy: "leave some out, or put them into several documents")
                throw Refusals([reader.located(refusal)])
            }
            return .success(prepare(document))
        } catch {
            return .failure(error)
        }
    }

    private mutating func prepare(_ document: EventDocument) -> PreparedDocument {
        let (data, end) = (document.canonicalData, document.contentEnd)
        let fingerprint = preparation.keyed.fingerprint(of: data, end: end)
        let id = document.id ?? LedgerSecret.derivedID(from: fingerprint)
        let event = NewEvent(
            identity: EventIdentity(source: document.source, id: id), story: document.story, type: document.type,
            time: document.time, data: data, custody: custody, salt: preparation.salt(), fingerprint: fingerprint,
            leafEnd: end, &buffers)
        return PreparedDocument(document: document, event: event)
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
