import Foundation
import StoryEvents

/// Reads and prepares a long file's documents on a thread of its own while others are being appended.
///
/// Used by one thread, which calls ``stop()`` at last, and has one behind it.
final class ReadAhead: @unchecked Sendable {
    /// A document, and the reader as it stood behind it.
    private struct Item {
        let document: Result<PreparedDocument, Refusals>
        let reader: DocumentReader
    }

    // Under the lock of `condition`.
    private let condition = NSCondition()
    private var chunks: [[Item]] = []
    private var isAtEnd = false
    private var isStopped = false

    // Of the thread that uses it.
    private var chunk: ArraySlice<Item> = []
    private var reader: DocumentReader?

    /// Chunks to hold at most.
    private static let mostChunks = 3
    /// Documents and bytes of data a chunk, about.
    private static let most = (documents: 64, bytes: 1 << 18)

    init(_ documents: PreparedDocuments) {
        let work = Work(documents)
        Thread { self.fill(from: work) }.start()
    }

    /// - Returns: The next document or why it was refused; nil after the last one.
    func next() -> Result<PreparedDocument, Refusals>? {
        if chunk.isEmpty { chunk = nextChunk()[...] }
        guard let item = chunk.popFirst() else { return nil }
        reader = item.reader
        return item.document
    }

    /// The refusal with its line and column: for what is decided about the document given last.
    func located(_ refusal: Refusal) -> Refusal { reader?.located(refusal) ?? refusal }

    /// Lets the other thread end.
    func stop() {
        condition.lock()
        isStopped = true
        condition.broadcast()
        condition.unlock()
    }

    private func nextChunk() -> [Item] {
        condition.lock()
        defer { condition.unlock() }
        while chunks.isEmpty, !isAtEnd { condition.wait() }
        guard !chunks.isEmpty else { return [] }
        condition.signal()
        return chunks.removeFirst()
    }

    // The other thread.

    /// What is handed over to the other thread, and touched by no other.
    private final class Work: @unchecked Sendable {
        var documents: PreparedDocuments

        init(_ documents: PreparedDocuments) {
            self.documents = documents
        }

        func chunk() -> [Item] {
            var items: [Item] = []
            items.reserveCapacity(ReadAhead.most.documents)
            var bytes = 0
            while items.count < ReadAhead.most.documents, bytes < ReadAhead.most.bytes, let next = documents.next() {
                if case .success(let prepared) = next { bytes += prepared.data.count }
                items.append(Item(document: next, reader: documents.reader))
            }
            return items
        }
    }

    private func fill(from work: Work) {
        var isWanted = true
        while isWanted {
            let items = work.chunk()
            condition.lock()
            while chunks.count >= Self.mostChunks, !isStopped { condition.wait() }
            if !items.isEmpty { chunks.append(items) }
            isAtEnd = items.isEmpty
            isWanted = !isAtEnd && !isStopped
            condition.signal()
            condition.unlock()
        }
    }
}
