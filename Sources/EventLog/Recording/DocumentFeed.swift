import StoryEvents

/// Where a file's documents come from: read when they are asked for, or ahead on another thread.
struct DocumentFeed {
    private var documents: PreparedDocuments
    private let ahead: ReadAhead?

    init(_ reader: DocumentReader, isLong: Bool, _ fingerprints: Fingerprints) {
        documents = PreparedDocuments(reader, fingerprints)
        ahead = isLong ? ReadAhead(documents) : nil
    }

    /// - Returns: The next document or why it was refused; nil after the last one.
    mutating func next() -> Result<PreparedDocument, Refusals>? {
        if let ahead { ahead.next() } else { documents.next() }
    }

    /// The refusal with its line and column: for what is decided about the document given last.
    func located(_ refusal: Refusal) -> Refusal { ahead?.located(refusal) ?? documents.reader.located(refusal) }

    /// Ends reading ahead. To be called before the feed goes.
    func stop() { ahead?.stop() }
}
