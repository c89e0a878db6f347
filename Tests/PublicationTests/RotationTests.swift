import EventLog
import Foundation
import MerkleLog
import StoryEvents
import Testing

@testable import Publication

@Suite("A change of keys")
struct RotationTests {
    private let ledger: PublishedLedger

    init() throws {
        ledger = try PublishedLedger(events: 5)
        _ = try ledger.publisher.publish()
    }

    @Test func ofACredentialIsSaidInTheLogOnceAnAdminHasChangedIt() throws {
        let line = try ledger.publisherWithCredential().newKeyText()
        #expect(throws: PublicationError.self) { try ledger.publisherWithCredential().beginRotation() }
        let changed = try ledger.publisherWithCredential(adding: [line])
        let both = try changed.beginRotation().verifiers
        #expect(both == [try SignerKey(line).verifierKey] + ledger.keys.verifiers)
        #expect(try changed.finishRotation().verifiers == both)
        #expect(
            try ledger.publisher.lineage().statements.map(\.kind) == [
                .rekeyed(isEnded: false), .rekeyed(isEnded: true),
            ])
    }

    @Test func isAnEventAndAStatementThatTheOldKeyVouchesFor() throws {
        let old = ledger.keys.verifiers[0]
        let both = try ledger.publisher.beginRotation().verifiers
        #expect(both.count == 2 && both[1] == old)
        let checkpoint = try #require(try ledger.publisher.published())
        #expect(try checkpoint.note.verified(by: both).signatures.count == 2)
        #expect(checkpoint.checkpoint.size == 6)
        #expect(throws: PublicationError.self) { try ledger.publisher.beginRotation() }

        let new = try ledger.publisher.finishRotation().verifiers
        #expect(new == [both[0]])
        #expect(throws: PublicationError.self) { try ledger.publisher.finishRotation() }
        let lineage = try ledger.publisher.lineage()
        #expect(lineage.statements.map(\.kind) == [.rekeyed(isEnded: false), .rekeyed(isEnded: true)])
        #expect(lineage.entries.map(\.position) == [Position(5), Position(6)])
        var trusted = TrustedKeys([old])
        trusted.follow(lineage.statements)
        #expect(trusted.keys == new)
        // The last checkpoint under both keys covers the event that ends one.
        let stored = try ledger.store.checkpoints(limit: 10)
        #expect(stored.map(\.size) == [7, 7, 6, 5])
        #expect(try SignedNote(bytes: stored[1].note).signatures.count == 2)
        #expect(try SignedNote(bytes: stored[0].note).signatures.map(\.key) == new.map(\.identity))
        #expect(try Reader(ledger).checkEverything() == 7)
    }

    @Test func isRecordedByTheNextPublicationWhereTheCommandWasKilled() throws {
        _ = try KeyFile(ledger.directories, environment: [:]).beginRotation(origin: ledger.store.ledger.origin)
        #expect(try ledger.publisher.publishIfGrown()?.checkpoint.size == 6)
        #expect(try ledger.publisher.lineage().statements.map(\.kind) == [.rekeyed(isEnded: false)])
        #expect(try ledger.publisher.publishIfGrown() == nil)
        #expect(try Reader(ledger).checkEverything() == 6)
    }

    @Test func needsNothingToBePublished() throws {
        let fresh = try PublishedLedger(events: 1)
        #expect(try fresh.publisher.beginRotation().verifiers.count == 2)
        #expect(try fresh.publisher.published() == nil)
        #expect(try fresh.publisher.finishRotation().verifiers.count == 1)
        #expect(try fresh.publisher.publish().checkpoint.size == 3)
    }
}
