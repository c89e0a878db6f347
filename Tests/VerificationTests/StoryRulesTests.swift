import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import MerkleLog
import StoryEvents
import Testing
import Verification

/// The keeper has the key and the database, and records events that no intake takes.
@Suite("A bundle of events that no ledger records is refused")
struct StoryRulesTests {
    private let signed: SignedLedger
    private let policy: CheckpointPolicy

    init() throws {
        signed = try SignedLedger(events: 20)
        policy = try CheckpointPolicy(
            origin: SignedLedger.origin, logKeys: [signed.signer.verifierKey],
            witnesses: [signed.witness.verifierKey], quorum: 1)
    }

    static let moves: [(type: EventType, members: JSONObject, fault: String?)] = [
        (.denied, ["claims": ["c1"], "hop": "h1"], nil),
        (.denied, ["claims": ["c1"], "hop": "h9"], "the claim 'c1' has no hop 'h9'"),
        (.denied, ["claims": ["c1", "c2"], "hop": "h1"], "the claim 'c2' has no hop 'h1'"),
        (.reiterated, ["hop": "h1"], "the claim 'c2' has no hop 'h1'"),
        (.reiterated, ["answers": "p"], nil),
        (.reiterated, ["answers": "m"], "the story has no event 'm' before it"),
        (.reiterated, ["answers": "other"], "the story has no event 'other' before it"),
        (.responded, ["outcome": "declined", "request": "r9"], "the story has no request for comment 'r9'"),
    ]

    /// What a keeper has put into the log that no ledger takes: hops, events and requests that are not there.
    @Test(arguments: moves)
    func refusesWhatNamesNothing(_ type: EventType, _ members: JSONObject, _ fault: String?) throws {
        let store = try signed.ledger.open(.readWrite)
        let name: Text = "forged"
        func append(_ type: EventType, _ id: Text, _ story: Text, _ data: JSONObject) throws {
            let event = NewEvent(
                identity: EventIdentity(source: "wire", id: id), story: try #require(StoryID(story)), type: type,
                time: try EventTime("2026-03-02T11:20:00+01:00"), data: JSON.object(data).canonicalBytes,
                salt: store.newSalt(), fingerprint: [UInt8](repeating: 7, count: 32))
            _ = try store.append(dryRun: false) { transaction throws(EventLogError) in
                try transaction.append(event, expecting: .any)
            }
        }
        let claims: JSON = [
            ["id": "c1", "text": "t", "attribution": [["id": "h1", "speaker": ["name": "A"]]]],
            ["id": "c2", "text": "t"],
        ]
        try append(.published, "other", "elsewhere", ["headline": "h", "body": "b"])
        try append(.published, "p", name, ["headline": "h", "body": "b", "claims": claims])
        var data = members
        data["by"] = ["name": "B"]
        try append(type, "m", name, data)
        try append(.updated, "u", name, ["body": "new"])
        try signed.sign(store)
        let bundle = try Prover(store).bundle(of: try #require(StoryID(name)), version: 2)
        do throws(BundleFault) {
            _ = try bundle.check(policy)
            #expect(fault == nil)
        } catch {
            guard case .brokenChain(event: 1, let what) = error else { throw error }
            #expect(what == fault)
        }
    }

    static let strange: [(story: Text, data: JSONObject, fault: String)] = [
        (
            "harbor\u{200B}", ["headline": "h", "body": "b"],
            "event 0 of the bundle is one that no ledger takes: its story's id holds the invisible character U+200B"
        ),
        (
            "forged", ["headline": "h", "body": "b", "byline": true],
            "@20: stored data breaks its schema at $.byline: expected an array"
        ),
        (
            "forged", ["headline": "h", "body": "b", "headlin": "x"],
            "@20: stored data breaks its schema at $.headlin: expected no member of that name"
        ),
    ]

    /// The keeper has the key and the database, and records what no intake takes.
    @Test(arguments: strange, [false, true])
    func refusesWhatNoLedgerRecords(_ case: (story: Text, data: JSONObject, fault: String), _ isPart: Bool) throws {
        let store = try signed.ledger.open(.readWrite)
        let story = try #require(StoryID(`case`.story))
        let event = NewEvent(
            identity: EventIdentity(source: "wire", id: "p"), story: story, type: .published,
            time: try EventTime("2026-03-02T11:20:00+01:00"), data: JSON.object(`case`.data).canonicalBytes,
            salt: store.newSalt(), fingerprint: [UInt8](repeating: 7, count: 32))
        _ = try store.append(dryRun: false) { transaction throws(EventLogError) in
            try transaction.append(event, expecting: .any)
        }
        try signed.sign(store)
        let only = isPart ? [try #require(PieceSelector("body"))] : nil
        let bundle = try Prover(store).bundle(of: story, version: 1, only: only)
        let error = #expect(throws: BundleFault.self) { try bundle.check(policy) }
        #expect(error?.message == `case`.fault)
    }
}
