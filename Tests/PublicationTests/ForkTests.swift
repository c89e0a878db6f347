import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import MerkleLog
import StoryEvents
import Testing

@testable import Publication

@Suite("A ledger that does not extend what was published", .slow)
struct ForkTests {
    /// A ledger of `kept` events, restored from a backup after `lost` more were published, that has taken in others.
    private static func setBack(kept: Int = 300, lost: Int = 20, new: Int = 5) throws -> PublishedLedger {
        let ledger = try PublishedLedger(events: kept)
        let other = try PublishedLedger(events: kept)
        // Both begin with the same bytes: time and salts are the test's own.
        try other.append(lost, named: "lost")
        for (name, path) in [("key", ledger.directories.key)] {
            try? FileManager.default.removeItem(atPath: "\(other.directories.ledger)/\(name)")
            try FileManager.default.copyItem(atPath: path, toPath: "\(other.directories.ledger)/\(name)")
        }
        _ = try other.publisher.publish()
        try FileManager.default.moveItem(atPath: other.directories.published, toPath: ledger.directories.published)
        try FileManager.default.moveItem(atPath: other.directories.head, toPath: ledger.directories.head)
        try ledger.append(new, named: "new")
        return ledger
    }

    /// Restored, it has published a history of its own, and then the files that readers have were put beside it.
    private static func published(twice new: Int) throws -> PublishedLedger {
        let ledger = try PublishedLedger(events: 300)
        let other = try PublishedLedger(events: 300)
        try other.append(20, named: "lost")
        let key = "\(other.directories.ledger)/key"
        try? FileManager.default.removeItem(atPath: key)
        try FileManager.default.copyItem(atPath: ledger.directories.key, toPath: key)
        _ = try other.publisher.publish()
        try ledger.append(new, named: "new")
        _ = try ledger.publisher.publish()
        try FileManager.default.removeItem(atPath: ledger.directories.published)
        try FileManager.default.moveItem(atPath: other.directories.published, toPath: ledger.directories.published)
        return ledger
    }

    @Test(arguments: [0, 5, 20, 50]) func signsNothing(new: Int) throws {
        let ledger = try Self.setBack(new: new)
        let before = try ledger.files()
        let error = try #require(throws: PublicationError.self) { try ledger.publisher.publish() }
        switch error {
        case .behind(_, let published, let found):
            #expect(new < 20)
            #expect(published == 320)
            #expect(found == UInt64(300 + new))
        case .forked(_, let size, _, _):
            #expect(new >= 20)
            #expect(size == 320)
        default: Issue.record("\(error)")
        }
        #expect(error.isForADecision)
        #expect(try ledger.publisher.obstacle()?.message == error.message)
        #expect(try ledger.files() == before)
        #expect(try ledger.store.checkpoints(limit: 1).isEmpty)
        // Taking in goes on.
        try ledger.append(1, named: "later")
    }

    @Test(arguments: ["", " \n"]) func asksForAReason(reason: String) throws {
        let ledger = try Self.setBack()
        #expect(throws: PublicationError.self) { try ledger.publisher.acceptFork(reason: reason) }
        #expect(try ledger.store.events(of: .ledger).isEmpty)
    }

    @Test func goesOnWithAKeyBesideTheCredential() throws {
        let ledger = try Self.setBack()
        let publisher = try ledger.publisherWithCredential()
        try FileManager.default.removeItem(atPath: ledger.directories.key)
        let published = try publisher.acceptFork(reason: "the disk died")
        #expect(published.checkpoint.origin == "\(ledger.store.ledger.origin)/2")
        let keys = try publisher.signingKeys()
        #expect(keys.path == ledger.directories.key + ".fork")
        #expect(try published.note.verified(by: keys.verifiers).signatures.count == 1)
        try ledger.append(1, named: "later")
        #expect(try publisher.publishIfGrown()?.checkpoint.size == 307)
    }

    @Test func acceptsNothingWhereThereIsNoFork() throws {
        let ledger = try PublishedLedger(events: 3)
        _ = try ledger.publisher.publish()
        #expect(throws: PublicationError.self) { try ledger.publisher.acceptFork(reason: "no reason") }
        #expect(try ledger.store.size() == 3)
    }

    @Test func recordsTheDecisionInTheLogAndKeepsBothHistoriesApart() throws {
        let ledger = try Self.setBack()
        let abandoned = try #require(try ledger.publisher.published())
        let published = try ledger.publisher.acceptFork(reason: "the disk died")
        #expect(published.checkpoint.size == 306)
        #expect(try Reader(ledger).checkEverything() == 306)

        let event = try #require(try ledger.store.events(of: .ledger).first)
        guard case .forked(let fork) = try event.payload() else {
            Issue.record("\(event.envelope.type)")
            return
        }
        #expect(fork.reason == "the disk died")
        #expect(fork.abandoned.size == 320)
        #expect(fork.abandoned.root == Text(abandoned.checkpoint.root.hex))
        #expect(fork.kept.size == 305)
        #expect(fork.origin == "test.example/ledger/2")
        #expect(published.checkpoint.origin == "test.example/ledger/2")
        let keys = try ledger.publisher.signingKeys().verifiers
        #expect(keys.count == 1 && keys != ledger.keys.verifiers)
        let statement = try Succession(bytes: fork.statement.bytes)
        #expect(statement.old == ledger.keys.verifiers[0] && statement.new == keys[0])
        #expect(event.envelope.identity.id == Text(statement.eventID))
        let served = try String(contentsOfFile: ledger.directories.statements, encoding: .utf8)
        #expect(served.contains("\"position\":305") && served.contains("storyledger/forked/v1"))
        let evidence = try SignedNote(bytes: Array(try #require(fork.abandoned.checkpoint).utf8))
        #expect(try evidence.verified(by: ledger.keys.verifiers).text == abandoned.note.text)
        let receipt = try #require(try ledger.store.receipt(ofEventAt: Position(305)))
        #expect(receipt.file == "storyledger publish --accept-fork")
        #expect(receipt.sha256.count == 32)

        let place = "\(ledger.directories.abandoned)/320-\(abandoned.checkpoint.root.hex.prefix(16))"
        #expect(try Reader(ledger, at: place).checkEverything() == 320)
        // The new history has nothing of the old one beside it.
        #expect(try !ledger.files().keys.contains("tile/0/001.p/64"))

        try ledger.append(10)
        _ = try ledger.publisher.publish()
        #expect(try Reader(ledger).checkEverything() == 316)
    }

    @Test func goesOnAfterAKillAtAnyPoint() throws {
        let watched = WatchedDisk()
        let whole = try Self.setBack()
        _ = try whole.publisher(watched.disk).acceptFork(reason: "lost")
        #expect(watched.steps.count > 20)
        for last in watched.steps.indices {
            let ledger = try Self.setBack()
            let abandoned = try #require(try ledger.publisher.published()).checkpoint
            let killed = WatchedDisk(killedAfter: last)
            #expect(throws: PublicationError.self) { try ledger.publisher(killed.disk).acceptFork(reason: "lost") }
            if last < watched.steps.count - 1 { try ledger.append(3, named: "meanwhile") }

            // Once the decision is in the log, it is carried out like any publication.
            let isDecided = try !ledger.store.events(of: .ledger).isEmpty
            _ = try isDecided ? ledger.publisher.publish() : ledger.publisher.acceptFork(reason: "lost")
            let size = try #require(try Reader(ledger).checkEverything(), "killed before \(watched.steps[last])")
            #expect(size == UInt64(try ledger.store.size()))
            #expect(try ledger.store.events(of: .ledger).count == 1)
            let place = "\(ledger.directories.abandoned)/320-\(abandoned.root.hex.prefix(16))"
            #expect(try Reader(ledger, at: place).checkEverything() == 320, "killed before \(watched.steps[last])")
            #expect(try !ledger.files().keys.contains { $0.hasPrefix("tile/0/001.p/64") })
        }
    }

    /// Names that no directory was synced for are gone after a power cut: before something is taken from where readers look,
    /// the head and what was set aside have theirs.
    @Test func takesAwayOnlyWhatIsDurableElsewhere() throws {
        let watched = WatchedDisk()
        let ledger = try Self.published(twice: 5)
        let directories = ledger.directories
        _ = try ledger.publisher(watched.disk).acceptFork(reason: "lost")
        var unsynced: Set<String> = []
        var taken = 0
        for step in watched.steps {
            switch step {
            case .remove(directories.checkpoint), .rename("\(directories.published)/tile", _):
                taken += 1
                let parts = [directories.head, directories.abandoned]
                let lost = unsynced.filter { name in parts.contains { name.hasPrefix($0) } }
                #expect(lost.isEmpty, "\(step) before \(lost)")
            case .makeDirectory(let path), .rename(_, to: let path): unsynced.insert(path)
            case .syncDirectory(let path):
                unsynced = unsynced.filter { $0 != "\(path)/\($0.split(separator: "/").last!)" }
            default: break
            }
        }
        #expect(taken == 2)
    }

    @Test(arguments: [5, 50]) func givesUpWhatReadersHaveAndKeepsWhatItPublishedItself(new: Int) throws {
        let watched = WatchedDisk()
        let ledger = try Self.published(twice: new)
        let published = try ledger.publisher(watched.disk).acceptFork(reason: "lost")
        #expect(published.checkpoint.origin == "test.example/ledger/2")
        #expect(try Reader(ledger).checkEverything() == UInt64(301 + new))
        try ledger.append(1)
        #expect(try ledger.publisher.publishIfGrown()?.checkpoint.size == UInt64(302 + new))
        for last in stride(from: 0, to: watched.steps.count, by: 3) {
            let ledger = try Self.published(twice: new)
            let killed = WatchedDisk(killedAfter: last)
            #expect(throws: PublicationError.self) { try ledger.publisher(killed.disk).acceptFork(reason: "lost") }
            let isDecided = try !ledger.store.events(of: .ledger).isEmpty
            _ = try isDecided ? ledger.publisher.publish() : ledger.publisher.acceptFork(reason: "lost")
            #expect(try Reader(ledger).checkEverything() == UInt64(301 + new), "killed before \(watched.steps[last])")
            let abandoned = try FileManager.default.contentsOfDirectory(atPath: ledger.directories.abandoned)
            for name in abandoned {
                let place = "\(ledger.directories.abandoned)/\(name)"
                #expect(try Reader(ledger, at: place).checkEverything() == 320, "killed before \(watched.steps[last])")
            }
            #expect(abandoned.count == 1)
        }
    }

    @Test func refusesAgainWhenSetBackBeforeTheDecision() throws {
        let ledger = try Self.setBack()
        _ = try ledger.publisher.acceptFork(reason: "lost")
        let other = try PublishedLedger(events: 300)
        let publisher = Publisher(other.store, directories: ledger.directories, environment: [:])
        #expect(throws: PublicationError.self) { try publisher.publish() }
    }

    @Test func givesEachHistoryANameOfItsOwn() throws {
        let ledger = try Self.setBack()
        _ = try ledger.publisher.acceptFork(reason: "lost")
        try ledger.append(2)
        _ = try ledger.publisher.publish()
        // Restored to before the first fork: its name is taken, though this database does not know of it.
        let other = try PublishedLedger(events: 300)
        for name in ["key", "published-head", "public"] {
            try? FileManager.default.removeItem(atPath: "\(other.directories.ledger)/\(name)")
            try FileManager.default.copyItem(
                atPath: "\(ledger.directories.ledger)/\(name)", toPath: "\(other.directories.ledger)/\(name)")
        }
        let error = try #require(throws: PublicationError.self) { try other.publisher.publish() }
        guard case .renamed(_, "test.example/ledger", "test.example/ledger/2") = error else {
            Issue.record("\(error)")
            return
        }
        #expect(error.isForADecision)
        let published = try other.publisher.acceptFork(reason: "lost again")
        #expect(published.checkpoint.origin == "test.example/ledger/3")
        #expect(try Reader(other).checkEverything() == 301)
        try other.append(1)
        #expect(try other.publisher.publishIfGrown()?.checkpoint.size == 302)
        #expect(try other.publisher.publishIfGrown() == nil)
    }

    @Test func isNoticedWhenItHasTheSameSize() throws {
        // Set back and filled with other events up to what was published: only the roots differ.
        let ledger = try Self.setBack(new: 20)
        #expect(throws: PublicationError.self) { try ledger.publisher.publishIfGrown() }
        let same = try PublishedLedger(events: 5)
        _ = try same.publisher.publish()
        #expect(try same.publisher.publishIfGrown() == nil)
    }

    /// The head is what was signed last; readers have the same or less.
    @Test(arguments: [0, 20]) func namesTheHeadWhereBothFilesHaveOneSize(new: Int) throws {
        let ledger = try Self.setBack(new: new)
        let error = try #require(throws: PublicationError.self) { try ledger.publisher.publish() }
        switch error {
        case .behind(let file, _, _), .forked(let file, _, _, _): #expect(file == ledger.directories.head)
        default: Issue.record("\(error)")
        }
    }

    @Test func signsNothingWhenItCannotKnowWhatWasPublished() throws {
        let ledger = try PublishedLedger(events: 3)
        _ = try ledger.publisher.publish()
        let checkpoint = try #require(FileManager.default.contents(atPath: ledger.directories.checkpoint))
        for path in [ledger.directories.published, ledger.directories.head] {
            try FileManager.default.removeItem(atPath: path)
        }
        let error = try #require(throws: PublicationError.self) { try ledger.publisher.publish() }
        guard case .headLost(_, known: 3) = error else {
            Issue.record("\(error)")
            return
        }
        // The remedy: what readers have.
        try checkpoint.write(to: URL(fileURLWithPath: ledger.directories.head))
        _ = try ledger.publisher.publish()
        #expect(try Reader(ledger).checkEverything() == 3)
    }

    @Test func holdsTheVisibleCheckpointAgainstTheLogToo() throws {
        let ledger = try Self.setBack()
        try FileManager.default.removeItem(atPath: ledger.directories.head)
        #expect(throws: PublicationError.self) { try ledger.publisher.publish() }
    }

    @Test func refusesTheCheckpointOfAnotherLog() throws {
        let ledger = try PublishedLedger(events: 3)
        let key = SignerKey(generating: .ed25519, name: try KeyName("other.example"))
        let other = try Checkpoint(origin: "other.example", size: 0, root: .emptyTree).signed(by: [key])
        try Data(other.bytes).write(to: URL(fileURLWithPath: ledger.directories.head))
        let error = try #require(throws: PublicationError.self) { try ledger.publisher.publish() }
        #expect(error.message.contains("other.example"))
    }
}
