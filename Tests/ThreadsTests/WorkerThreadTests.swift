import Synchronization
import Testing

@testable import Threads

@Suite("A thread for work of one kind")
struct WorkerThreadTests {
    struct Refused: Error, Equatable {}

    /// Counts the pieces of work that run at the same time.
    private final class Count: Sendable {
        private let running = Mutex((now: 0, most: 0, all: 0))

        func piece() {
            running.withLock { count in
                count.now += 1
                count.all += 1
                count.most = max(count.most, count.now)
            }
            running.withLock { $0.now -= 1 }
        }

        var found: [Int] { running.withLock { [$0.now, $0.most, $0.all] } }
    }

    @Test func runsOnePieceAtATime() async throws {
        let (worker, count) = (try WorkerThread("test"), Count())
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 { group.addTask { await worker.run { count.piece() } } }
        }
        #expect(count.found == [0, 1, 100])
    }

    @Test func givesBackWhatAPieceReturnsAndThrows() async throws {
        let worker = try WorkerThread("test")
        for number in 0..<10 { #expect(await worker.run { number } == number) }
        #expect(await worker.result { () throws(Refused) -> Int in throw Refused() } == .failure(Refused()))
    }
}
