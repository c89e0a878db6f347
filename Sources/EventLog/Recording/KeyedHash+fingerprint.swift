import StoryEvents

extension KeyedHash {
    /// The same as ``LedgerSecret/fingerprint(of:)`` of a document's canonical content.
    ///
    /// - Parameters:
    ///   - data: Its ``EventDocument/canonicalData``.
    ///   - end: Its ``EventDocument/contentEnd``.
    func fingerprint(of data: ArraySlice<UInt8>, end: [UInt8]) -> [UInt8] {
        code { content in
            content.update(data: EventDocument.contentStart)
            content.update(data: data)
            content.update(data: end)
        }
    }
}
