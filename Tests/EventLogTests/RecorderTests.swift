import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import EventLog

@Suite("What a recorder makes fast it makes the same")
struct RecorderTests {
    @Test func fingerprintsAreTheSecrets() throws {
        let secret = TemporaryLedger.secret
        let keyed = KeyedHash(secret)
        for count in [1, 63, 64, 65, 5_000] {
            let body = Text(String(repeating: "a", count: count))
            let document = try EventDocument(Documents.published(body: body), defaultSource: "inbox")
            let expected = secret.fingerprint(of: document.canonicalContent)
            let (data, end) = (document.canonicalData, document.contentEnd)
            #expect(keyed.fingerprint(of: data, end: end) == expected)
            #expect(keyed.fingerprint(of: data, end: end) == expected, "a second time")
        }
    }

    @Test func whatACommitHasNoTimeForIsLeft() throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        let submissions = (0..<4).map { number in
            Submission(
                file: "\(number).json", bytes: Documents.published("s\(number)").canonicalBytes, format: .json,
                defaultSource: "inbox")
        }
        var asked = 0
        let time = CommitTime(most: .seconds(2), mostFold: .seconds(1)) {
            asked += 1
            return .seconds(asked)
        }
        // It is asked at the start, and before each file but the first.
        let results = try Recorder(store).record(submissions, time: time)
        #expect(results.map { $0.receipt?.outcome } == [.appended, .appended, .appended, nil])
        #expect(results.last == .putOff(.otherFiles))
        #expect(try store.size() == 3)
        let late = CommitTime(most: .seconds(-1), mostFold: .seconds(1)) { .zero }
        let more = try Recorder(store).record([submissions[3], submissions[3]], time: late)
        #expect(more[0].receipt?.outcome == .appended && more[1] == .putOff(.otherFiles))
    }

    @Test func entriesAreWrittenInCanonicalForm() throws {
        let story = try #require(StoryID("\"caf\u{E9}\" \\ \u{1F30A}"))
        let entries = [
            Receipt.Entry(
                position: Position(17), revision: .first, story: story, type: .published, id: "a\"b", outcome: .appended
            ),
            Receipt.Entry(
                position: nil, revision: nil, story: story, type: .denied, id: nil, outcome: .unchanged),
        ]
        for entries in [[], [entries[0]], entries] {
            #expect(entries.canonicalBytes == JSON.array(entries.map(\.json)).canonicalBytes)
        }
    }
}
