import StoryEvents

/// A file whose documents another thread reads and prepares while others are being appended.
///
/// Used by one thread. When it goes, the file is read no further.
final class ReadAhead {
    private let thread: ReadingThread
    private let file: FileAhead
    private let reader: DocumentReader
    private var chunk: [FileAhead.Item] = []
    private var nextInChunk = 0
    private var place = DocumentReader.Place()

    /// Begins at once.
    ///
    init(_ documents: PreparedDocuments, tag: Int? = nil, on thread: ReadingThread) {
        self.thread = thread
        reader = documents.reader
        file = FileAhead(documents, tag: tag)
        thread.read(file)
    }

    deinit { stop() }

    /// - Returns: The next document or why it was refused; nil after the last one.
    func next() -> Result<PreparedDocument, Refusals>? {
        if nextInChunk == chunk.count {
            thread.exchange(&chunk, of: file)
            nextInChunk = 0
        }
        guard nextInChunk < chunk.count else { return nil }
        let item = chunk[nextInChunk]
        nextInChunk += 1
        place = item.place
        return item.document
    }

    /// The refusal with its line and column: of a decision about the document given last.
    func located(_ refusal: Refusal) -> Refusal { reader.located(refusal, at: place) }

    /// Wants no more of it.
    func stop() {
        thread.abandon(file, giving: &chunk)
        nextInChunk = 0
    }
}

/// A file as the reading thread sees it.
final class FileAhead: @unchecked Sendable {
    // Touched by the reading thread alone.
    private var documents: PreparedDocuments
    /// Documents a chunk: few at first, since the appending thread waits for the first one.
    private var length = 8

    /// The name that ``WorkMarks`` report.
    let tag: Int?

    // Under the lock of the reading thread.
    var chunks: [Chunk] = []
    /// About how many bytes of it were read.
    var bytesRead = 0
    /// Whether its last chunk was read.
    var isAtEnd = false
    /// Whether a thread waits for its next chunk.
    var isAwaited = false
    var isAbandoned = false

    /// A document and its place in its file.
    struct Item: Sendable {
        let document: Result<PreparedDocument, Refusals>
        let place: DocumentReader.Place
    }

    /// Documents that are handed over at once.
    struct Chunk: Sendable {
        var items: [Item] = []
        /// About how many bytes they hold.
        var bytes = 0
        /// Whether none comes after it.
        var isLast = false
    }

    /// Documents that are used up.
    struct UsedDocuments {
        var chunks: [[Item]] = []

        mutating func freeOne() {
            while let last = chunks.indices.last {
                if chunks[last].popLast() != nil { return }
                chunks.removeLast()
            }
        }
    }

    private static let most = (documents: 64, bytes: 1 << 19)

    init(_ documents: PreparedDocuments, tag: Int? = nil) {
        self.tag = tag
        self.documents = documents
    }

    /// Reads on.
    ///
    /// - Parameter spent: Documents to free, one before each that is made: it finds its memory warm, and in pieces of
    ///   the right size.
    func chunk(freeing spent: inout UsedDocuments) -> Chunk {
        var chunk = Chunk()
        chunk.items.reserveCapacity(length)
        while chunk.items.count < length, chunk.bytes < Self.most.bytes {
            spent.freeOne()
            guard let next = documents.next() else {
                chunk.isLast = true
                break
            }
            chunk.bytes += 1024
            // It has its bytes in the file, its texts, and its data in canonical form.
            if case .success(let prepared) = next { chunk.bytes += 3 * prepared.event.data.count }
            chunk.items.append(Item(document: next, place: documents.reader.place))
        }
        length = min(length * 2, Self.most.documents)
        return chunk
    }
}
