import StoryEvents

/// A document, with what can be made of it before anything is known of its story.
struct PreparedDocument {
    let document: EventDocument
    /// Its data in RFC 8785 form.
    let data: [UInt8]
    let fingerprint: [UInt8]
}

/// A file's documents, read and prepared one after another.
struct PreparedDocuments {
    private(set) var reader: DocumentReader
    private let fingerprints: Fingerprints

    init(_ reader: DocumentReader, _ fingerprints: Fingerprints) {
        self.reader = reader
        self.fingerprints = fingerprints
    }

    /// - Returns: nil after the last one.
    mutating func next() -> Result<PreparedDocument, Refusals>? {
        do throws(Refusals) {
            guard let document = try reader.next() else { return nil }
            let data = document.canonicalData
            let fingerprint = fingerprints.fingerprint(of: document.canonicalContent(data: data))
            return .success(PreparedDocument(document: document, data: data, fingerprint: fingerprint))
        } catch {
            return .failure(error)
        }
    }
}
