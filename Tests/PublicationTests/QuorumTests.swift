import EventLog
import Foundation
import Logging
import MerkleLog
import ServiceLifecycle
import Testing

@testable import Publication

@Suite("A checkpoint that waits for its quorum", .timeLimit(.minutes(2)))
struct QuorumTests {
    private let ledger: PublishedLedger
    private let witnesses: [TestWitness]
    private let required: WitnessQuorum
    private var publisher: Publisher { ledger.publisher(Disk(), patience: 10_000, required: required) }

    init() throws {
        ledger = try PublishedLedger(events: 5)
        let keys = ledger.keys.verifiers
        witnesses = try (0..<3).map { try TestWitness(.honest, name: "w\($0).example", logKeys: keys) }
        let members = witnesses.map { Quorum.witness($0.key.verifierKey) }
        required = WitnessQuorum(
            witnesses: witnesses.map(\.key.verifierKey), quorum: .group(threshold: 2, members: members))
    }

    private func ask(_ indexes: [Int], about published: PublishedCheckpoint) async throws {
        let list = try indexes.map { try witnesses[$0].witness("w\($0)") }
        let answers = try await publisher.askOnce(list, about: published, timeout: .seconds(20))
        #expect(answers.map(\.fault) == indexes.map { _ in nil })
    }

    @Test func isSeenByReadersOnceTheQuorumHasCosigned() async throws {
        let held = try publisher.publish()
        #expect(held.isHeld && !held.isNew)
        #expect(try publisher.published() == nil)
        #expect(try publisher.held()?.checkpoint.size == 5)
        #expect(try publisher.toCosign()?.checkpoint.size == 5)
        #expect(try ledger.store.checkpoints(limit: 1).isEmpty)
        try await ask([0], about: held)
        #expect(try publisher.published() == nil)
        // What the first witness signed is kept until the second has signed.
        try await ask([2], about: held)
        #expect(try publisher.published()?.checkpoint.size == 5)
        #expect(try publisher.held() == nil)
        let reader = Reader(ledger, witnesses: required.witnesses)
        #expect(try reader.checkpoint()?.cosignatures.count == 2)
        #expect(try reader.checkEverything() == 5)
        #expect(try ledger.store.checkpoints(limit: 1).first?.size == 5)
        // The third comes late and is added all the same.
        try await ask([1], about: held)
        #expect(try reader.checkpoint()?.cosignatures.count == 3)
    }

    @Test func isTheOnlyOneThatWaits() async throws {
        let held = try publisher.publish()
        try ledger.append(300)
        #expect(try publisher.publish().note == held.note)
        #expect(try publisher.publishIfGrown()?.note == held.note)
        try await ask([0, 1], about: held)
        #expect(try publisher.published()?.checkpoint.size == 5)
        let next = try #require(try publisher.publishIfGrown())
        #expect(next.isHeld && next.checkpoint.size == 305)
        #expect(try Reader(ledger).checkEverything() == 5)
        try await ask([0, 1], about: next)
        #expect(try Reader(ledger).checkEverything() == 305)
        #expect(try publisher.publishIfGrown() == nil)
    }

    @Test func isShownByTheNextRunWhenTheLastWasKilledBefore() throws {
        let held = try publisher.publish()
        var note = held.note
        for witness in witnesses.prefix(2) { note = try note.adding(witness.key.cosign(held.checkpoint, at: 5)) }
        try Data(note.bytes).write(to: URL(fileURLWithPath: ledger.directories.head))
        #expect(try publisher.publish().isNew)
        #expect(try publisher.published()?.note == note)
    }

    /// With the whole directory restored, `published-head` too, no file of this machine knows better; the witnesses do.
    @Test(arguments: [1, 3]) func keepsALedgerThatWasSetBackFromShowingAnotherHistory(new: Int) async throws {
        let lost = try PublishedLedger(events: 6)
        try FileManager.default.removeItem(atPath: lost.directories.key)
        try FileManager.default.copyItem(atPath: ledger.directories.key, toPath: lost.directories.key)
        let list = try witnesses.prefix(2).enumerated().map { try $0.element.witness("w\($0.offset)") }
        let other = lost.publisher(Disk(), patience: 10_000, required: required)
        _ = try await other.askOnce(list, about: try other.publish(), timeout: .seconds(20))
        #expect(try other.published()?.checkpoint.size == 6)

        try ledger.append(new, named: "new")
        let held = try publisher.publish()
        #expect(held.isHeld)
        let answers = try await publisher.askOnce(list, about: held, timeout: .seconds(20))
        #expect(answers.map(\.fault) == [.otherHistory(size: 6), .otherHistory(size: 6)])
        #expect(try publisher.published() == nil)
    }

    @Test func isFollowedByTheService() async throws {
        let list = try witnesses.enumerated().map { try $0.element.witness("w\($0.offset)") }
        let service = PublicationService(
            publisher, witnesses: list, interval: .milliseconds(1), timeout: .seconds(60),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await service.run() }
        let reader = Reader(ledger, witnesses: required.witnesses)
        for size in [5, 6, 300] as [UInt64] {
            try ledger.append(Int(size) - Int(try ledger.store.size()))
            while try reader.checkpoint()?.checkpoint.size != size { await Task.yield() }
            #expect(try reader.checkpoint()?.cosignatures.count ?? 0 >= 2)
        }
        running.cancel()
        try await running.value
        #expect(try reader.checkEverything() == 300)
    }
}
