import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

@testable import EventLog

@Suite("What recording makes fast it makes the same")
struct RecordingTests {
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

    @Test(arguments: [1, 5_000, 16 << 20])
    func statesAreTheSameHoweverFewAreKept(_ mostBytes: Int) throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        let names = ["a", "b", "c"] as [Text]
        _ = try Recorder(store).record([.lines(names.map { Documents.published($0, body: "0") })])
        let cache = StateCache(mostBytes: mostBytes)
        let recorder = Recorder(store)
        for number in 1...5 {
            _ = try recorder.record([.lines(names.map { Documents.updated($0, body: "\(number)") })])
            let states = try store.append(rehearsal: true) { transaction throws(EventLogError) in
                var states: [StoryState?] = []
                for name in names {
                    states.append(try cache.story(StoryID(name)!, in: transaction)?.state)
                    states.append(try cache.story(StoryID(name)!, in: transaction)?.state)
                }
                return states
            }
            #expect(states.map { $0?.text("body") } == Array(repeating: "\(number)", count: 6))
            #expect(states.map { $0?.revision.value } == Array(repeating: Int64(number), count: 6))
        }
    }
}
