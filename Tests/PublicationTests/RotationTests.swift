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

    /// Only a key that signed the log vouches for another: one that comes from elsewhere does not sign, also where the admin put it there.
    @Test func isNoStrangerInThePlaceOfTheKey() throws {
        let old = try #require(ledger.keys.verifiers.first)
        try FileManager.default.removeItem(atPath: ledger.directories.key)
        let known = old.identity.description
        #expect(throws: PublicationError.self) { try ledger.publisher.beginRotation() }
        do throws(PublicationError) { _ = try ledger.publisher.beginRotation() } catch {
            guard case .keyLost(_, known) = error else { throw error }
        }
        let stranger = try KeyFile(ledger.directories, environment: [:]).create(origin: ledger.store.ledger.origin)
        try ledger.append(1)
        for attempt in [ledger.publisher.publish, { try #require(try ledger.publisher.publishIfGrown()) }] {
            #expect { try attempt() } throws: {
                guard case .strangeKey(_, known)? = $0 as? PublicationError else { return false }
                return true
            }
        }
        guard case .strangeKey? = try ledger.publisher.obstacle() else {
            Issue.record("no obstacle is told")
            return
        }
        #expect(try ledger.publisher.published()?.checkpoint.size == 5)

        let said = try ledger.publisher.replaceLostKey()
        #expect(said.verifiers == stranger.verifiers)
        let checkpoint = try #require(try ledger.publisher.published())
        #expect(checkpoint.checkpoint.size == 6)
        #expect(checkpoint.note.signatures.map(\.key) == stranger.verifiers.map(\.identity))
        #expect(try ledger.publisher.obstacle() == nil)
        // Nothing in the log vouches for it.
        #expect(try ledger.publisher.lineage().statements.isEmpty)
        #expect {
            try ledger.publisher.replaceLostKey()
        } throws: {
            guard case .keyNotLost? = $0 as? PublicationError else { return false }
            return true
        }
    }

    @Test func ofALostKeyMakesOneWhereThereIsNone() throws {
        let old = ledger.keys.verifiers
        try FileManager.default.removeItem(atPath: ledger.directories.key)
        let new = try ledger.publisher.replaceLostKey().verifiers
        #expect(new.count == 1 && new != old)
        #expect(try ledger.publisher.published()?.note.signatures.map(\.key) == new.map(\.identity))
    }

    @Test func needsNothingToBePublished() throws {
        let fresh = try PublishedLedger(events: 1)
        #expect(try fresh.publisher.beginRotation().verifiers.count == 2)
        #expect(try fresh.publisher.published() == nil)
        #expect(try fresh.publisher.finishRotation().verifiers.count == 1)
        #expect(try fresh.publisher.publish().checkpoint.size == 3)
    }
}
