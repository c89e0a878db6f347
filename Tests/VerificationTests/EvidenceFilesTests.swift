import EventLog
import Foundation
import MerkleLog
import StoryEvents
import Testing
import Verification

/// The files in Tests/Evidence: evidence that the command line, and a checker with none of our code, are tested with.
///
/// `STORYLEDGER_RECORD=1` rewrites them, and fails the run.
@Suite("The evidence that other tests check is what is made today")
struct EvidenceFilesTests {
    @Test func isWhatIsMadeToday() throws {
        let signed = try SignedLedger(events: 20)
        let prover = Prover(try signed.ledger.open(.readOnly))
        let story = try #require(StoryID("harbor-bridge"))
        var files: [String: [UInt8]] = [
            "key": Array("\(signed.signer.verifierKey)\n".utf8),
            "witness-key": Array("\(signed.witness.verifierKey)\n".utf8),
            "proof-2": try prover.proof(of: Position(2)).bytes,
            "leaf-2": try prover.proof(of: Position(2)).extra,
        ]
        for version in 1...3 { files["bridge-v\(version).json"] = try prover.bundle(of: story, version: version).bytes }
        let only = try ["headline", "body:1"].map { try #require(PieceSelector($0)) }
        files["bridge-v3-only.json"] = try prover.bundle(of: story, version: 3, only: only).bytes
        let store = try signed.ledger.open(.readWrite)
        _ = try Withholder(store).withhold(
            .words("caf\u{E9} owner", story: story, everywhere: false), reason: "He asked for it",
            authority: "Night editor")
        _ = try Withholder(store).withhold(.event(Position(1)), reason: "Court order", authority: "District court")
        try signed.sign(store)
        files["bridge-v3-withheld.json"] =
            try Prover(try signed.ledger.open(.readOnly)).bundle(of: story, version: 3).bytes
        let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Evidence")
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            let url = directory.appending(path: name)
            guard ProcessInfo.processInfo.environment["STORYLEDGER_RECORD"] == nil else {
                try Data(bytes).write(to: url)
                Issue.record("recorded \(name); look at it, and run again without STORYLEDGER_RECORD")
                continue
            }
            #expect([UInt8](try Data(contentsOf: url)) == bytes, "\(name)")
        }
    }
}
