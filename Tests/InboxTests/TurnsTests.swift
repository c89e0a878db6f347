import Glibc
import LedgerTestKit
import Testing

@testable import Inbox

@Suite struct TurnsTests {
    private func source(_ name: String, _ sizes: [Int64], lastTurn: UInt64 = 0) throws -> Source {
        let source = Source(FileName(name), inode: 1, InboxSettings(), lastTurn: lastTurn)
        var status = stat()
        try #require(stat("/proc/self/exe", &status) == 0)
        source.queue =
            sizes.enumerated().map { index, size in
                status.st_size = Int(size)
                return Found(
                    place: Place(folder: source.folder, name: FileName("\(index)")), facts: FileFacts(status))
            }[...]
        return source
    }

    @Test func eachSourceIsInEveryCommitWhateverTheOthersHold() throws {
        let sources = try [
            source("flood-1", Array(repeating: 10, count: 60_000)),
            source("flood-2", Array(repeating: 10, count: 60_000)), source("quiet", [10]),
        ]
        var turns = Turns()
        let picked = turns.pick(from: sources, files: 1000, bytes: 1 << 20, unread: 1 << 20)
        #expect(picked.count == 1000)
        let counts = Dictionary(grouping: picked, by: \.place.source).mapValues(\.count)
        #expect(counts[FileName("quiet")] == 1)
        #expect(counts.values.filter { $0 > 300 }.count == 2)
    }

    @Test func theSourceThatHasWaitedLongestIsFirst() throws {
        var turns = Turns()
        let busy = try source("a", [1, 1, 1, 1])
        _ = turns.pick(from: [busy], files: 1, bytes: 10, unread: 10)
        let quiet = try source("z", [1])
        let picked = turns.pick(from: [busy, quiet], files: 1, bytes: 10, unread: 10)
        #expect(picked.map(\.place.source) == [FileName("z")])
    }

    @Test func aFileThatIsLargerThanABatchIsAlone() throws {
        var turns = Turns()
        let source = try source("a", [5, 100, 5, 1000])
        func next() -> [Int64] {
            turns.pick(from: [source], files: 10, bytes: 50, unread: 500).map(\.facts.bytes)
        }
        #expect(next() == [5])
        #expect(next() == [100])
        // One that is refused unread weighs nothing.
        #expect(next() == [5, 1000])
        #expect(next().isEmpty)
    }

    @Test func filesThatMustBeAloneTakeTheirOwnSourcesTurnsOnly() throws {
        let suspects = try source("evil", Array(repeating: 1, count: 500))
        let others = try source("good", Array(repeating: 1, count: 500))
        var turns = Turns()
        var (alone, shared) = (0, 0)
        for _ in 0..<10 {
            let picked = turns.pick(
                from: [suspects, others], files: 50, bytes: 1000, unread: 10,
                isAlone: { $0.place.source == FileName("evil") })
            let fromEvil = picked.count { $0.place.source == FileName("evil") }
            #expect(fromEvil == 0 || picked.count == 1)
            alone += fromEvil
            shared += picked.count - fromEvil
        }
        #expect(alone == 5 && shared == 250)
    }

    @Test func othersComeBetweenFilesThatAreAlone() throws {
        let long = try ["a", "b", "c"].map { try source($0, [100, 100]) }
        let quiet = try source("quiet", [])
        var turns = Turns()
        var order: [String] = []
        for number in 0..<9 {
            // A short file comes while each long one is committed.
            if number > 0, order.last != "quiet" { quiet.queue = try source("quiet", [1]).queue }
            let picked = turns.pick(
                from: long + [quiet], files: 50, bytes: 1000, unread: 1000, isAlone: { $0.facts.bytes == 100 })
            #expect(picked.count == 1)
            order.append(picked.first?.place.source?.description ?? "")
        }
        #expect(order == ["a", "quiet", "b", "quiet", "c", "quiet", "a", "quiet", "b"])
        #expect(
            turns.pick(
                from: long, files: 50, bytes: 1000, unread: 1000, isAlone: { $0.facts.bytes == 100 }, mayBeAlone: false
            ).isEmpty)
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func everyFileIsPickedOnceAndInOrder(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let sources = try (0..<Int.random(in: 1...20, using: &random)).map { number in
            try source(
                "s\(number)",
                (0..<Int.random(in: 0...40, using: &random)).map { _ in Int64.random(in: 0...30, using: &random) })
        }
        let all = sources.map(\.queue)
        var (turns, picked, rounds) = (Turns(), [FileName: [Found]](), 0)
        while sources.contains(where: { !$0.queue.isEmpty }) {
            let batch = turns.pick(from: sources, files: 7, bytes: 50, unread: 25)
            rounds += 1
            try #require(!batch.isEmpty && batch.count <= 7 && rounds < 1000, "seed \(seed)")
            for candidate in batch { picked[candidate.place.source!, default: []].append(candidate) }
        }
        for (source, queue) in zip(sources, all) { #expect(picked[source.name!] ?? [] == Array(queue), "seed \(seed)") }
    }
}
