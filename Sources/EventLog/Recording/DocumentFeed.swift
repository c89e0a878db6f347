import StoryEvents

/// Where a file's documents come from: read when they are asked for, or ahead on another thread.
enum DocumentFeed {
    case reading(PreparedDocuments)
    case ahead(ReadAhead)

    /// - Returns: The next document or why it was refused; nil after the last one.
    mutating func next() -> Result<PreparedDocument, Refusals>? {
        // What is still to come of an array would be copied if this had it too.
        switch consume self {
        case .ahead(let ahead):
            self = .ahead(ahead)
            return ahead.next()
        case .reading(var documents):
            let next = documents.next()
            self = .reading(documents)
            return next
        }
    }

    /// The refusal with its line and column: of a decision about the document given last.
    func located(_ refusal: Refusal) -> Refusal {
        switch self {
        case .ahead(let ahead): ahead.located(refusal)
        case .reading(let documents): documents.reader.located(refusal)
        }
    }
}
