import Foundation

/// A thread that reads files ahead of what is appended of them, one after another in the order they were given.
///
/// It holds only so much that nobody has taken; what somebody waits for is read whatever it holds. Two that read at once
/// would not be faster: the one that is waited for would have half a processor. When it goes, it reads no further.
final class ReadingThread: Sendable {
    private let desk = Desk()

    init() {
        let desk = desk
        Thread { desk.work() }.start()
    }

    deinit { desk.close() }

    /// Begins to read a file, after those before it.
    func read(_ file: FileAhead) { desk.add(file) }

    /// - Parameter spent: What was given before and is used up: the thread that made it unmakes it, too.
    /// - Returns: The next documents of a file; none at its end.
    func next(of file: FileAhead, for spent: [FileAhead.Item]) -> [FileAhead.Item] { desk.next(of: file, for: spent) }

    /// Reads a file no further.
    func abandon(_ file: FileAhead, with spent: [FileAhead.Item]) { desk.abandon(file, with: spent) }

    /// What passes between the threads.
    private final class Desk: @unchecked Sendable {
        // All under the lock of `condition`.
        private let condition = NSCondition()
        /// Those that are to be read on, in order.
        private var files: [FileAhead] = []
        /// About how many bytes were read and not taken yet.
        private var bytes = 0
        private var spent: [[FileAhead.Item]] = []
        private var isClosed = false

        /// Bytes that lie ready at most, and a chunk.
        private static let mostBytes = 4 << 20

        func add(_ file: FileAhead) {
            change { files.append(file) }
        }

        func next(of file: FileAhead, for used: [FileAhead.Item]) -> [FileAhead.Item] {
            change {
                if !used.isEmpty { spent.append(used) }
                while file.chunks.isEmpty, !file.isAtEnd, !file.isAbandoned {
                    file.isAwaited = true
                    condition.broadcast()
                    condition.wait()
                }
                file.isAwaited = false
                guard !file.chunks.isEmpty else { return [] }
                let chunk = file.chunks.removeFirst()
                bytes -= chunk.bytes
                return chunk.items
            }
        }

        func abandon(_ file: FileAhead, with used: [FileAhead.Item]) {
            change {
                if !used.isEmpty { spent.append(used) }
                spent += file.chunks.map(\.items)
                bytes -= file.chunks.reduce(0) { $0 + $1.bytes }
                file.chunks = []
                file.isAbandoned = true
                files.removeAll { $0 === file }
            }
        }

        func close() { change { isClosed = true } }

        /// Changes something that another thread may wait for.
        private func change<Value>(_ body: () -> Value) -> Value {
            condition.lock()
            let value = body()
            condition.unlock()
            // Not before: whoever is woken would go to sleep again, on the lock.
            condition.broadcast()
            return value
        }

        private enum Job {
            case read(FileAhead)
            case unmake
        }

        func work() {
            var spent: [FileAhead.Item] = []
            var next = change { nextJob(&spent) }
            while let job = next {
                switch job {
                case .read(let file):
                    let chunk = file.chunk(unmaking: &spent)
                    next = change {
                        handOver(chunk, of: file)
                        return nextJob(&spent)
                    }
                case .unmake:
                    spent = []
                    next = change { nextJob(&spent) }
                }
            }
        }

        private func handOver(_ chunk: FileAhead.Chunk, of file: FileAhead) {
            guard !file.isAbandoned else { return }
            if !chunk.items.isEmpty {
                file.chunks.append(chunk)
                bytes += chunk.bytes
            }
            if chunk.isLast {
                file.isAtEnd = true
                files.removeAll { $0 === file }
            }
        }

        /// - Parameter items: What the reading thread is to unmake; filled again once that is done.
        private func nextJob(_ items: inout [FileAhead.Item]) -> Job? {
            while !isClosed {
                if items.isEmpty, let more = spent.popLast() { items = more }
                if let file = files.first(where: \.isAwaited) ?? (bytes < Self.mostBytes ? files.first : nil) {
                    return .read(file)
                }
                if !items.isEmpty { return .unmake }
                condition.broadcast()
                condition.wait()
            }
            return nil
        }
    }
}
