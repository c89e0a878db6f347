import Foundation
import Threads

/// A thread that reads files ahead of what is appended of them, one after another in the order they were given.
///
/// It holds a limited amount that is not taken yet; a file that another thread waits for is read even beyond that. Two that read at once
/// would not be faster: the one that is waited for would have half a processor. When it goes, it reads no further.
final class ReadingThread: Sendable {
    private let desk: Handover

    /// - Returns: nil when the system starts no thread; files are then read by those who record them.
    init?(_ marks: WorkMarks = WorkMarks()) {
        let desk = Handover(marks)
        self.desk = desk
        do throws(BlockingThread.NotStarted) {
            try BlockingThread.start("documents") { marks.reading { desk.work() } }
        } catch {
            return nil
        }
    }

    deinit { desk.close() }

    /// Begins to read a file, after those before it.
    func read(_ file: FileAhead) { desk.add(file) }

    /// Gives the next documents of a file, none at its end, for those given before: the thread that made them frees them.
    func exchange(_ items: inout [FileAhead.Item], of file: FileAhead) { desk.exchange(&items, of: file) }

    /// Reads a file no further.
    ///
    /// - Parameter items: What was given of it; none is left.
    func abandon(_ file: FileAhead, giving items: inout [FileAhead.Item]) { desk.abandon(file, giving: &items) }

    /// What passes between the threads.
    private final class Handover: @unchecked Sendable {
        private let marks: WorkMarks
        // All under the lock of `condition`.
        private let condition = NSCondition()
        /// Those that are to be read on, in order.
        private var files: [FileAhead] = []
        /// About how many bytes were read and not taken yet.
        private var bytes = 0
        private var spent: [[FileAhead.Item]] = []
        private var isClosed = false
        /// Whether the reading thread waits for something to do.
        private var isIdle = false
        /// Whether the change is worth waking another thread for even if there is nothing to read: waking costs more than
        /// to read a short document.
        private var isNews = false

        /// Bytes that lie ready at most, and a chunk.
        private static let mostBytes = 2 << 20
        /// Bytes of used documents for which the reading thread is woken; fewer are freed when it reads again.
        private static let mostSpentBytes = 1 << 18

        init(_ marks: WorkMarks) {
            self.marks = marks
        }

        func add(_ file: FileAhead) {
            change { files.append(file) }
        }

        func exchange(_ items: inout [FileAhead.Item], of file: FileAhead) {
            change {
                takeBack(&items, of: file)
                while file.chunks.isEmpty, !file.isAtEnd, !file.isAbandoned {
                    file.isAwaited = true
                    if isIdle { condition.broadcast() }
                    condition.wait()
                }
                file.isAwaited = false
                guard !file.chunks.isEmpty else { return }
                let chunk = file.chunks.removeFirst()
                bytes -= chunk.bytes
                items = chunk.items
            }
        }

        func abandon(_ file: FileAhead, giving items: inout [FileAhead.Item]) {
            change {
                takeBack(&items, of: file)
                spent += file.chunks.map(\.items)
                bytes -= file.chunks.reduce(0) { $0 + $1.bytes }
                file.chunks = []
                file.isAbandoned = true
                files.removeAll { $0 === file }
            }
        }

        /// Drops the other references to the items: the thread that frees them would copy them first.
        private func takeBack(_ items: inout [FileAhead.Item], of file: FileAhead) {
            guard !items.isEmpty else { return }
            spent.append(items)
            items = []
            // Any of its documents may hold all of the file.
            isNews = isIdle && file.bytesRead >= Self.mostSpentBytes
        }

        func close() {
            change { isClosed = true }
        }

        /// Changes something that another thread may wait for.
        private func change<Value>(_ body: () -> Value) -> Value {
            condition.lock()
            let value = body()
            let isNews = isNews || isIdle && (isClosed || nextFile != nil)
            self.isNews = false
            condition.unlock()
            // Not before: a woken thread would go to sleep again, on the lock.
            if isNews { condition.broadcast() }
            return value
        }

        private enum Job {
            case read(FileAhead)
            case free
        }

        func work() {
            var spent = FileAhead.UsedDocuments()
            while doNextJob(&spent) {}
        }

        /// Holds no file once it is done: one that was read may be long.
        ///
        /// - Returns: Whether there was one.
        private func doNextJob(_ spent: inout FileAhead.UsedDocuments) -> Bool {
            switch change({ nextJob(&spent) }) {
            case .read(let file)?:
                marks.readsFile(file.tag)
                let chunk = file.chunk(freeing: &spent)
                marks.readsFile(nil)
                change { handOver(chunk, of: file) }
                return true
            case .free?:
                spent.chunks = []
                return true
            case nil: return false
            }
        }

        private func handOver(_ chunk: FileAhead.Chunk, of file: FileAhead) {
            guard !file.isAbandoned else { return }
            isNews = file.isAwaited
            if !chunk.items.isEmpty {
                file.chunks.append(chunk)
                file.bytesRead += chunk.bytes
                bytes += chunk.bytes
            }
            if chunk.isLast {
                file.isAtEnd = true
                files.removeAll { $0 === file }
            }
        }

        /// The file to read on: the one that another thread waits for, else the first one, unless enough lies ready.
        private var nextFile: FileAhead? {
            files.first(where: \.isAwaited) ?? (bytes < Self.mostBytes ? files.first : nil)
        }

        /// - Parameter spent: The items that the reading thread is to free; gets all that came back meanwhile.
        private func nextJob(_ spent: inout FileAhead.UsedDocuments) -> Job? {
            while !isClosed {
                spent.chunks += self.spent
                self.spent = []
                if let file = nextFile { return .read(file) }
                if !spent.chunks.isEmpty { return .free }
                isIdle = true
                condition.wait()
                isIdle = false
            }
            return nil
        }
    }
}
