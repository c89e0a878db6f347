import StoryEvents

extension KeyedHash {
    /// The same as ``LedgerSecret/fingerprint(of:)`` of a document's canonical content, whose data was written already.
    func fingerprint(of document: EventDocument, data: [UInt8]) -> [UInt8] {
        code { content in
            content.update(data: EventDocument.contentStart)
            content.update(data: data)
            content.update(data: document.contentEnd)
        }
    }
}
