import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import MerkleLog
import StoryEvents
import Testing
import Verification

@Suite("What is appended or published while a ledger is verified is left for the next time")
struct VerifierMeanwhileTests {
    private let signed: SignedLedger

    init() throws { signed = try SignedLedger(events: 255) }

    /// Verifies, and does something at the beginning or the end of reading the events.
    private func findings(_ moment: Int64, _ body: () throws -> Void) throws -> [Finding] {
        let directory = URL(filePath: signed.ledger.path).deletingLastPathComponent().path
        let scope = Verifier.Scope(
            directory: directory, keys: [signed.signer.verifierKey, signed.witness.verifierKey])
        var (findings, failure): ([Finding], (any Error)?) = ([], nil)
        _ = try Verifier(signed.ledger.open(.readOnly), scope).run {
            findings.append($0)
        } progress: { done, _ in
            guard done == moment else { return }
            do { try body() } catch { failure = error }
        }
        if let failure { throw failure }
        return findings
    }

    @Test(arguments: [Int64(0), 255])
    func eventsReceiptsAndWhatIsPublishedOfThem(_ moment: Int64) throws {
        let found = try findings(moment) {
            try append(600)
            let store = try signed.ledger.open(.readWrite)
            try signed.sign(store)
            try signed.publish(store)
        }
        #expect(found == [])
        #expect(try signed.findings() == [])
    }

    @Test func aPartialTileWhoseFullOneCame() throws {
        let found = try findings(0) {
            try append(600)
            let store = try signed.ledger.open(.readWrite)
            try signed.sign(store)
            try signed.publish(store)
            for path in ["0/000.p", "entries/000.p"] {
                try FileManager.default.removeItem(atPath: signed.ledger.file("public/tile/\(path)"))
            }
        }
        #expect(found == [])
    }

    @Test func aFullTileThatDoesNotBeginWithThePartialOne() throws {
        let found = try findings(0) {
            for (path, length) in [("0/000", 8192), ("entries/000", 100_000)] {
                try FileManager.default.removeItem(atPath: signed.ledger.file("public/tile/\(path).p"))
                try signed.write(Array(repeating: 7, count: length), to: "tile/\(path)")
            }
        }
        #expect(Set(found.map(\.place)) == [.file("public/tile/0/000"), .file("public/tile/entries/000")])
    }

    @Test(arguments: [Int64(0), 255])
    func aTakedown(_ moment: Int64) throws {
        let found = try findings(moment) {
            _ = try Withholder(try signed.ledger.open(.readWrite)).withhold(
                .event(Position(17)), reason: "r", authority: "a")
        }
        #expect(found == [])
    }

    @Test func aDocumentThatChangesNothing() throws {
        let found = try findings(0) {
            let store = try signed.ledger.open(.readWrite)
            let again = Documents.updated("harbor-bridge", id: "again", body: "The bridge is shut.\n\nThe ferry runs.")
            _ = try Recorder(store).record([.lines([again])])
        }
        #expect(found == [])
        #expect(try signed.findings() == [])
    }

    private func append(_ count: Int) throws {
        let recorder = Recorder(try signed.ledger.open(.readWrite))
        for first in stride(from: 0, to: count, by: 100) {
            let batch = (first..<first + 100).map {
                Documents.published(Text("late-\($0)"), id: Text("late-\($0)"))
            }
            _ = try recorder.record([.lines(batch)])
        }
    }
}

@Suite("A verifier holds every published file against the log, and misses none that must be there")
struct MissingFilesTests {
    private let signed: SignedLedger

    init() throws { signed = try SignedLedger() }

    private func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: signed.ledger.file(path))
    }

    @Test func namesTheVisibleCheckpointAndComparesTilesAllTheSame() throws {
        try remove("public/checkpoint")
        try signed.write([1], to: "tile/0/000")
        #expect(
            try signed.findings() == [
                Finding(.file("public/checkpoint"), "it is missing, and a checkpoint of 300 leaves was published"),
                Finding(.file("public/tile/0/000"), "it has 1 bytes; expected 8192"),
            ])
    }

    @Test func namesADirectoryThatIsGone() throws {
        try remove("public")
        try remove("published-head")
        #expect(
            try signed.findings() == [
                Finding(.file("public"), "it is missing, and a checkpoint of 300 leaves was published"),
                Finding(.file("published-head"), "it is missing, and a checkpoint was signed"),
            ])
    }

    @Test func namesTheHeadThatIsGone() throws {
        try remove("published-head")
        #expect(try signed.findings().map(\.place) == [.file("published-head")])
    }

    @Test func namesAPublishedCheckpointThatTheLogDoesNotStore() throws {
        try signed.tamper("DELETE FROM checkpoint WHERE number = 2")
        #expect(
            try signed.findings() == [
                Finding(
                    .file("public/checkpoint"),
                    "the log stores no such checkpoint, and it did before this was published")
            ])
    }

    @Test func nothingIsMissingWhereNothingWasSigned() throws {
        let ledger = try TemporaryLedger()
        let scope = Verifier.Scope(directory: URL(filePath: ledger.path).deletingLastPathComponent().path)
        let summary = try Verifier(try ledger.open(.readOnly), scope).run { Issue.record("\($0)") }
        #expect(summary.published == nil)
    }
}

@Suite("A verifier looks for the cosignatures that were asked for")
struct CosignedTests {
    @Test func namesALedgerWithoutThem() throws {
        let signed = try SignedLedger()
        let stranger = try #require(
            SignerKey(name: try KeyName("witness.example/w2"), type: .cosignature, seed: Array(1...32)))
        for (witness, isMet) in [(signed.witness, true), (stranger, false)] {
            let key = witness.verifierKey
            var scope = Verifier.Scope(keys: [signed.signer.verifierKey, key])
            scope.quorum = WitnessQuorum(witnesses: [key], quorum: .witness(key))
            var findings: [Finding] = []
            let summary = try Verifier(signed.ledger.open(.readOnly), scope).run { findings.append($0) }
            #expect(summary.cosigned == (isMet ? 300 : nil))
            #expect(
                findings
                    == (isMet
                        ? []
                        : [Finding(.database, "none of its 2 checkpoints has the cosignatures that were asked for")]))
        }
    }
}
