import Foundation
import StoryEvents

/// Reads and prepares a file's documents on another thread while others are being appended.
///
/// Used by one thread. When it goes, the other one stops reading.
final class ReadAhead {
    private let queue: Queue
    private let reader: DocumentReader
    private var chunk: [Item] = []
    private var nextInChunk = 0
    private var place = DocumentReader.Place()

    /// A document, and where it stands in its file.
    private struct Item: Sendable {
        let document: Result<PreparedDocument, Refusals>
        let place: DocumentReader.Place
    }

    /// Begins at once.
    ///
    /// - Parameters:
    ///   - digest: The file's, made when all of it is read.
    ///   - thread: Reads one file after another, each to its end; nil for a thread of this file's own, which reads only
    ///     so far ahead.
    init(_ documents: PreparedDocuments, _ digest: FileDigest?, on thread: ReadingThread?) {
        reader = documents.reader
        let queue = Queue(isBounded: thread == nil)
        self.queue = queue
        let work = Work(documents)
        let read: @Sendable () -> Void = {
            queue.fill(from: work)
            _ = digest?.sha256
        }
        if let thread {
            thread.run(read)
        } else {
            Thread {
                read()
                queue.discardSpent()
            }.start()
        }
    }

    deinit { queue.stop() }

    /// - Returns: The next document or why it was refused; nil after the last one.
    func next() -> Result<PreparedDocument, Refusals>? {
        if nextInChunk == chunk.count {
            let spent = chunk
            chunk = []
            chunk = queue.next(for: spent)
            nextInChunk = 0
        }
        guard nextInChunk < chunk.count else { return nil }
        let item = chunk[nextInChunk]
        nextInChunk += 1
        place = item.place
        return item.document
    }

    /// The refusal with its line and column: for what is decided about the document given last.
    func located(_ refusal: Refusal) -> Refusal { reader.located(refusal, at: place) }

    /// What is handed over to the other thread, and touched by no other.
    private final class Work: @unchecked Sendable {
        private var documents: PreparedDocuments
        /// Small at first, since somebody waits for the first one.
        private var most = 8

        /// Documents and bytes of data a chunk, about.
        private static let most = (documents: 64, bytes: 1 << 18)

        init(_ documents: PreparedDocuments) {
            self.documents = documents
        }

        func chunk() -> [Item] {
            var items: [Item] = []
            items.reserveCapacity(most)
            var bytes = 0
            while items.count < most, bytes < Self.most.bytes, let next = documents.next() {
                if case .success(let prepared) = next { bytes += prepared.event.data.count }
                items.append(Item(document: next, place: documents.reader.place))
            }
            most = min(most * 2, Self.most.documents)
            return items
        }
    }

    /// What passes between the two threads.
    private final class Queue: @unchecked Sendable {
        // All under the lock of `condition`.
        private let condition = NSCondition()
        private var chunks: [[Item]] = []
        /// Used up: the thread that made them unmakes them, too.
        private var spent: [[Item]] = []
        private var isAtEnd = false
        private var isStopped = false
        /// Chunks to hold at most.
        private let most: Int

        init(isBounded: Bool) {
            most = isBounded ? 16 : .max
        }

        func next(for used: [Item]) -> [Item] {
            condition.lock()
            defer {
                condition.unlock()
                condition.signal()
            }
            spent.append(used)
            while chunks.isEmpty, !isAtEnd { condition.wait() }
            return chunks.isEmpty ? [] : chunks.removeFirst()
        }

        /// Lets the other thread end.
        func stop() {
            condition.lock()
            isStopped = true
            condition.broadcast()
            condition.unlock()
        }

        /// Unmakes what is used up, until told to stop.
        func discardSpent() {
            condition.lock()
            while !isStopped {
                while spent.isEmpty, !isStopped { condition.wait() }
                var discarded: [[Item]] = []
                swap(&spent, &discarded)
                condition.unlock()
                discarded.removeAll()
                condition.lock()
            }
            condition.unlock()
        }

        func fill(from work: Work) {
            var isWanted = true
            while isWanted {
                let items = work.chunk()
                var discarded: [[Item]] = []
                condition.lock()
                while chunks.count >= most, !isStopped { condition.wait() }
                if !items.isEmpty { chunks.append(items) }
                isAtEnd = items.isEmpty
                isWanted = !isAtEnd && !isStopped
                swap(&spent, &discarded)
                condition.unlock()
                condition.signal()
                discarded.removeAll()
            }
        }
    }
}
