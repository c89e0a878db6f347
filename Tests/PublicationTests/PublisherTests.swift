import EventLog
import Foundation
import MerkleLog
import Testing

@testable import Publication

@Suite("Publishing a log")
struct PublisherTests {
    @Test func publishesEveryFileAsTheLogGrows() throws {
        let ledger = try PublishedLedger()
        var size = 0
        for next in [0, 1, 2, 255, 256, 257, 300, 511, 512, 513, 1024] {
            try ledger.append(next - size)
            size = next
            let published = try ledger.publisher.publish()
            #expect(published.isNew)
            #expect(try Reader(ledger).checkEverything() == UInt64(next))
        }
    }

    @Test(arguments: [1, 255, 256, 257, 1000]) func publishesALogAtOnce(size: Int) throws {
        let ledger = try PublishedLedger(events: size)
        _ = try ledger.publisher.publish()
        #expect(try Reader(ledger).checkEverything() == UInt64(size))
        var expected: Set<String> = ["checkpoint"]
        for tile in Tile.added(from: 0, to: UInt64(size)) { expected.insert(tile.path) }
        for tile in Tile.addedEntries(from: 0, to: UInt64(size)) { expected.insert(tile.path) }
        #expect(try Set(ledger.files().keys) == expected)
    }

    /// Source: C2SP tlog-checkpoint: an empty tree has size 0 and the root of no leaves. Tiles without hashes are not
    /// served (tlog-tiles).
    @Test func publishesTheCheckpointOfAnEmptyLog() throws {
        let ledger = try PublishedLedger()
        let published = try ledger.publisher.publish()
        #expect(published.checkpoint.size == 0)
        #expect(published.checkpoint.root == .emptyTree)
        #expect(try ledger.files().keys.sorted() == ["checkpoint"])
    }

    @Test func changesNothingWhereNothingIsNew() throws {
        let ledger = try PublishedLedger(events: 300)
        _ = try ledger.publisher.publish()
        let watched = WatchedDisk()
        #expect(try ledger.publisher(watched.disk).publish().isNew == false)
        #expect(watched.steps == [])
        #expect(try ledger.publisher.publishIfGrown() == nil)
        #expect(try ledger.store.checkpoints(limit: 10).count == 1)
    }

    @Test func datesNoCheckpointBeforeTheLast() throws {
        let ledger = try PublishedLedger(events: 3)
        for seconds in [0, -3, -3_600, 10, 7_200] as [Int64] {
            ledger.ledger.clock.advance(seconds: seconds)
            try ledger.append(1)
            _ = try ledger.publisher.publish()
        }
        let signed = try ledger.store.checkpoints(limit: 10).reversed().map(\.signed)
        #expect(signed.count == 5)
        #expect(signed == signed.sorted())
        #expect(signed.last == ledger.ledger.clock.now)
    }

    @Test func keepsWhatItSigned() throws {
        let ledger = try PublishedLedger(events: 3)
        let first = try ledger.publisher.publish()
        try ledger.append(2)
        let second = try #require(try ledger.publisher.publishIfGrown())
        #expect(try ledger.store.checkpoints(limit: 10).map(\.note) == [second.note.bytes, first.note.bytes])
        let head = try #require(FileManager.default.contents(atPath: ledger.directories.head))
        #expect(Array(head) == second.note.bytes)
    }

    @Test func removesPartialTilesOnceTheWholeOneIsThere() throws {
        let ledger = try PublishedLedger(events: 10)
        _ = try ledger.publisher.publish()
        try ledger.append(10)
        _ = try ledger.publisher.publish()
        // Each was part of a checkpoint, so each stays until the tile is complete.
        #expect(try ledger.files().keys.filter { $0.hasPrefix("tile/0/000.p/") }.sorted().count == 2)
        try ledger.append(280)
        _ = try ledger.publisher.publish()
        #expect(try !ledger.files().keys.contains { $0.contains("000.p/") && !$0.hasPrefix("tile/1/") })
        #expect(try Reader(ledger).checkEverything() == 300)
    }

    @Test func letsAWebServerReadEverything() throws {
        let old = umask(0o077)
        defer { umask(old) }
        let ledger = try PublishedLedger(events: 300)
        _ = try ledger.publisher.publish()
        let published = URL(fileURLWithPath: ledger.directories.published)
        var modes: Set<String> = []
        for path in [""] + (FileManager.default.enumerator(atPath: published.path)?.compactMap { $0 as? String } ?? [])
        {
            var status = stat()
            #expect(stat(published.appending(path: path).path, &status) == 0)
            modes.insert(String(status.st_mode, radix: 8))
        }
        #expect(modes == ["100644", "40755"])
    }

    @Test func refusesToPublishWhatIsNotWhatWasHashed() throws {
        let ledger = try PublishedLedger(events: 300)
        _ = try ledger.publisher.publish()
        let visible = try ledger.files()
        try FileManager.default.removeItem(atPath: ledger.directories.published + "/checkpoint")
        try Data("x".utf8).write(to: URL(fileURLWithPath: ledger.directories.published + "/checkpoint"))
        #expect(throws: PublicationError.self) { try ledger.publisher.publish() }
        #expect(try ledger.files().filter { $0.key != "checkpoint" } == visible.filter { $0.key != "checkpoint" })
    }

    @Test func letsOnlyOnePublishAtATime() throws {
        let ledger = try PublishedLedger(events: 1)
        try ledger.publisher.lock.hold { () throws(PublicationError) in
            _ = #expect(throws: PublicationError.self) { try ledger.publisher.publish() }
        }
        #expect(try ledger.publisher.publish().isNew)
    }
}
