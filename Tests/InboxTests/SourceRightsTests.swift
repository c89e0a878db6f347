import EventLog
import Testing

@testable import Inbox

@Suite("A directory is its source")
struct SourceRightsTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    /// Drops a document, turns, and returns the result: its outcome, or the code of the refusal.
    private func drop(_ text: String, as name: String, _ intake: Intake) throws -> String {
        try desk.drop(text, as: name)
        desk.settle(intake)
        let receipt = try #require(try desk.receipts().last)
        #expect(receipt.file.string == name)
        guard case .object(let refusal)? = receipt.refusals.first else { return receipt.outcome.rawValue }
        return refusal["code"]?.text?.string ?? ""
    }

    @Test func nobodyNamesAnotherDirectorysSource() throws {
        desk.settings.sources.rules["cms"] = SourceRules.Rule()
        desk.settings.sources.rules["cms"]?.names = ["https://cms.example.org"]
        let intake = try desk.intake()
        let cms = #", "source": "cms""#
        let site = #", "source": "https://cms.example.org""#
        #expect(try drop(Documents.published("a", extra: cms), as: "cms/1.json", intake) == "appended")
        #expect(try drop(Documents.published("b", extra: site), as: "cms/2.json", intake) == "appended")
        #expect(try drop(Documents.published("c", extra: cms), as: "wire/3.json", intake) == "source-not-allowed")
        #expect(try drop(Documents.published("c", extra: cms), as: "4.json", intake) == "source-not-allowed")
        #expect(try drop(Documents.published("c", extra: site), as: "5.json", intake) == "source-not-allowed")
        #expect(
            try drop(Documents.published("c", extra: #", "source": "wire""#), as: "6.json", intake)
                == "source-not-allowed")
        #expect(try drop(Documents.published("c", extra: #", "source": "x""#), as: "7.json", intake) == "appended")
    }

    @Test func onlyThePublisherEdits() throws {
        desk.settings.sources.rules["desk"] = SourceRules.Rule()
        desk.settings.sources.rules["desk"]?.edits = .of(["cms"])
        let intake = try desk.intake()
        #expect(try drop(Documents.published("a"), as: "cms/1.json", intake) == "appended")
        #expect(try drop(Documents.updated("a", body: "1"), as: "wire/2.json", intake) == "not-your-story")
        #expect(try drop(Documents.updated("a", body: "1"), as: "3.json", intake) == "not-your-story")
        #expect(try drop(Documents.updated("a", body: "1"), as: "desk/4.json", intake) == "appended")
        #expect(try drop(Documents.updated("a", body: "1"), as: "wire/5.json", intake) == "not-your-story")
        #expect(try drop(Documents.updated("a", body: "1"), as: "cms/6.json", intake) == "duplicate")
        #expect(try drop(Documents.published("a"), as: "wire/7.json", intake) == "story-exists")
    }

    /// Else a producer could take the ids of claims before the publisher needs them.
    @Test func othersTakeNoClaimIdsOfTheStory() throws {
        desk.settings.sources.rules["desk"] = SourceRules.Rule()
        desk.settings.sources.rules["desk"]?.edits = .of(["cms"])
        let intake = try desk.intake()
        let claim =
            #"{"type": "published", "subject": "a", "time": "2026-03-02T10:00:00Z", "data": {"headline": "h", "body": "b", "claims": "#
            + #"[{"id": "c", "text": "t"}]}}"#
        func denied(_ id: String) -> String {
            #"{"type": "denied", "subject": "a", "time": "2026-03-02T10:00:00Z", "data": {"by": "M", "claim": "c", "counterclaim": "#
                + #"{"id": "\#(id)", "text": "t"}}}"#
        }
        #expect(try drop(claim, as: "cms/1.json", intake) == "appended")
        for (number, id) in ["cost", "wires/cost", "wire", "cms/cost"].enumerated() {
            #expect(try drop(denied(id), as: "wire/\(number).json", intake) == "not-your-id")
        }
        #expect(try drop(denied("wire/cost"), as: "wire/9.json", intake) == "appended")
        #expect(try drop(denied("cost"), as: "cms/9.json", intake) == "appended")
        #expect(try drop(denied("more"), as: "desk/9.json", intake) == "appended")
    }

    @Test func anUpdateThatWaitedIsHeldAgainstThePublisherToo() throws {
        desk.settings.settle = .seconds(1)
        let intake = try desk.intake()
        try desk.drop(Documents.updated("a", body: "mine"), as: "wire/1.json")
        desk.settle(intake)
        #expect(try desk.receipts().isEmpty)
        try desk.drop(Documents.published("a"), as: "cms/2.json")
        desk.settle(intake)
        let codes = try desk.receipts().map { "\($0.file) \($0.refusals.isEmpty ? $0.outcome.rawValue : "refused")" }
        #expect(codes.sorted() == ["cms/2.json appended", "wire/1.json refused"])
    }

    @Test func whatLiesTooFarAheadIsRefusedAtOnceEvenWithoutItsStory() throws {
        desk.settings.maximumAhead = .seconds(60)
        let intake = try desk.intake()
        let late = Documents.updated("nowhere", body: "x").replacing("2026-03-02", with: "9998-03-02")
        #expect(try drop(late, as: "1.json", intake) == "time-in-future")
    }

    @Test func aSourceBelongsToItsDirectoryWhileThatIsThere() throws {
        let intake = try desk.intake()
        let wire = #", "source": "wire""#
        #expect(try drop(Documents.published("a", extra: wire), as: "1.json", intake) == "appended")
        #expect(try drop(Documents.published("b"), as: "wire/2.json", intake) == "appended")
        #expect(try drop(Documents.published("c", extra: wire), as: "3.json", intake) == "source-not-allowed")
        try desk.remove("inbox/wire")
        #expect(try drop(Documents.published("d", extra: wire), as: "4.json", intake) == "appended")
    }
}
