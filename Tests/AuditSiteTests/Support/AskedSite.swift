import CanonicalJSON
import EventLog
import LedgerService
import LedgerTestKit
import StoryEvents

@testable import AuditSite

/// The site over a ledger of its own, asked without a connection.
struct AskedSite {
    let ledger: TemporaryLedger
    let record: SiteRecord
    var rule = Configuration.Shown.all
    /// The site's time; a day after the ledger's events.
    var now = RecordedTime(microseconds: ManualClock.noon.microseconds + 86_400_000_000)
    let cache = AnswerCache()

    /// - Parameter batches: Documents, a batch a minute.
    init(_ batches: [[JSON]]) throws {
        ledger = try TemporaryLedger()
        let recorder = Recorder(try ledger.open())
        for (number, batch) in batches.enumerated() {
            ledger.clock.advance(seconds: 60)
            let file = Text("batch-\(number).ndjson")
            _ = try recorder.record([.lines(batch, file: file)])
        }
        let now = now
        record = try SiteRecord(LedgerDirectory(ledger.file("")), now: { now })
    }

    /// The site over the same ledger with another rule.
    init(_ other: AskedSite, rule: Configuration.Shown) {
        (ledger, record, now) = (other.ledger, other.record, other.now)
        self.rule = rule
    }

    /// Records more documents.
    func add(_ documents: [JSON]) throws {
        _ = try Recorder(try ledger.open()).record([.lines(documents, file: "more.ndjson")])
    }

    var responder: Responder {
        let now = now
        return Responder(record: record, directory: LedgerDirectory(ledger.file("")), rule: rule, now: { now })
    }

    /// Asks, as a client on this machine does.
    func answer(_ target: String, known: String? = nil, moment: String? = nil) -> SiteAnswer {
        var request = SiteRequest(target: target, known: known)
        request.base = "http://localhost"
        request.moment = moment
        return cache.answer(request, by: responder)
    }

    /// The answer of the API as JSON.
    func json(_ target: String) throws -> JSONObject {
        let answer = answer(target)
        guard case .object(let object) = try JSON.parse(answer.body) else { throw NoObject(target: target) }
        return object
    }

    func text(_ target: String) -> String { String(decoding: answer(target).body, as: UTF8.self) }

    struct NoObject: Error { let target: String }
}

extension AskedSite {
    /// A story that was killed, and one that was not.
    static func killed() throws -> AskedSite {
        try AskedSite([
            [Documents.published("harbor-bridge"), Documents.published("false-alarm", headline: "Alarm")],
            [document("updated", "false-alarm", ["change": "kill", "reason": "It was false."])],
        ])
    }

    /// A story with a silent edit, an announced one, a claim and a denial; and one that is under embargo.
    static func bridge() throws -> AskedSite {
        let claim: JSON = ["id": "c1", "text": "The port closed it.", "by": "The port"]
        return try AskedSite([
            [Documents.published(headline: "Bridge <closed>", body: "It is shut.", claims: [claim])],
            [Documents.updated(body: "It is shut until noon.")],
            [Documents.denied(by: "The port")],
            [
                document(
                    "updated", "harbor-bridge",
                    ["body": "It is shut until six.", "note": "Six, not noon.", "change": "correction"])
            ],
            [
                document(
                    "published", "secret-ferry",
                    ["headline": "Ferry sold", "body": "A buyer is found.", "embargo": "2031-01-01T00:00:00Z"])
            ],
        ])
    }

    static func document(_ type: Text, _ story: Text, _ data: JSONObject) -> JSON {
        [
            "type": .string(type), "subject": .string(story), "time": "2026-03-02T11:20:00+01:00",
            "data": .object(data),
        ]
    }
}
