import CanonicalJSON
import EventLog
import LedgerTestKit
import Projections
import StoryEvents

@testable import AuditSite
@testable import LedgerService

/// A ledger, and what its site answers.
final class SiteUnderTest {
    let ledger: TemporaryLedger
    private let store: SQLiteEventStore
    private let recorder: Recorder
    var show = Configuration.Shown.all

    init() throws {
        ledger = try TemporaryLedger()
        store = try ledger.open(.readWrite)
        recorder = Recorder(store)
    }

    /// Takes documents in that must all be taken, each an hour after the one before.
    func take(_ documents: [JSON]) throws {
        let before = try store.size()
        for document in documents {
            ledger.clock.advance(seconds: 3600)
            _ = try recorder.record([.lines([document])])
        }
        guard try store.size() == before + Int64(documents.count) else { throw Refused() }
    }

    /// Takes documents in that must all be taken, in one file.
    func takeTogether(_ documents: [JSON]) throws {
        let before = try store.size()
        ledger.clock.advance(seconds: 3600)
        _ = try recorder.record([.lines(documents)])
        guard try store.size() == before + Int64(documents.count) else { throw Refused() }
    }

    /// Persists the projections as they are now; events that come later are not in them.
    func persist() throws {
        let views = try Views(store, path: directory.views)
        while try !views.catchUp() {}
    }

    struct Refused: Error {}

    var directory: LedgerDirectory { LedgerDirectory(String(ledger.path.dropLast("/ledger.db".count))) }

    func responder() throws -> Responder {
        let clock = ledger.clock
        return Responder(
            record: try SiteRecord(directory), directory: directory, rule: show, now: { clock.now })
    }

    func answer(_ target: String) throws -> SiteAnswer { try responder().answer(SiteRequest(target: target)) }

    /// The text of an answer.
    func page(_ target: String) throws -> String { String(decoding: try answer(target).body, as: UTF8.self) }
}

extension SiteUnderTest {
    /// A story with two versions, a note, a claim with an attribution, a denied hop, and a request for comment.
    static func withStory() throws -> SiteUnderTest {
        let site = try SiteUnderTest()
        try site.take([
            [
                "type": "published", "subject": "harbor", "source": "cms", "time": "2026-03-02T10:00:00Z",
                "data": [
                    "headline": "Harbor bridge to close",
                    "body": "The bridge will close for 40 days.\n\nRepairs begin in May.",
                    "byline": [["name": "Ada Brandt"]], "language": "en",
                    "claims": [
                        [
                            "id": "closure", "text": "The bridge will close.",
                            "attribution": [
                                [
                                    "id": "h1", "speaker": ["name": "Harbor office"], "verb": "told",
                                    "addressee": ["name": "The Tide"],
                                ]
                            ],
                        ]
                    ],
                    "requests": [["id": "r1", "party": ["name": "Ministry"], "channel": "email"]],
                ],
            ],
            [
                "type": "denied", "subject": "harbor", "source": "wire", "time": "2026-03-02T11:00:00Z",
                "data": [
                    "by": ["name": "Harbor office"], "claim": "closure", "hop": "h1", "statement": "We told nobody.",
                ],
            ],
            [
                "type": "updated", "subject": "harbor", "source": "cms", "time": "2026-03-02T12:00:00Z",
                "data": ["body": "The bridge will close for 60 days.\n\nRepairs begin in May."],
            ],
        ])
        return site
    }
}
