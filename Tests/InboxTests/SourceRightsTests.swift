import EventLog
import StoryEvents
import Testing

@testable import Inbox

/// A source is its directory: it speaks for itself, and edits its own stories.
@Suite struct SourceRightsTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func document(_ type: String, source: String? = nil, change: String? = nil) -> String {
        let given = source.map { #", "source": "\#($0)""# } ?? ""
        switch type {
        case "published": return Documents.published("bridge", extra: given)
        case "denied":
            return #"{"type": "denied", "subject": "bridge", "time": "2026-03-02T18:20:00Z"\#(given), "#
                + #""data": {"by": "Ministry", "claims": ["c"], "statement": "No."}}"#
        default:
            return #"{"type": "updated", "subject": "bridge", "time": "2026-03-02T18:20:00Z"\#(given), "#
                + #""data": {"change": "\#(change ?? "update")", "body": "Open."}}"#
        }
    }

    /// Drops files one after the other, and returns the code of each, nil for one that was taken.
    private func codes(_ files: [(name: String, text: String)]) throws -> [String?] {
        let intake = try desk.intake()
        for (name, _) in files where name.contains("/") { try desk.write([], to: name + ".tmp") }
        intake.turn()
        return try files.map { name, text in
            try desk.drop(text, as: name)
            intake.turn()
            let receipt = try #require(try desk.receipts().last)
            #expect(receipt.file.string == name)
            guard receipt.outcome == .quarantined, case .object(let refusal)? = receipt.refusals.first,
                case .string(let code)? = refusal["code"]
            else { return nil }
            return code.string
        }
    }

    @Test func aDirectoryMayNotNameAnotherSource() throws {
        desk.settings.sources["wire"] = {
            var settings = SourceSettings()
            settings.names = ["https://wire.example.org"]
            return settings
        }()
        let found = try codes([
            ("wire/a.json", document("published", source: "mill")),
            ("wire/b.json", document("published", source: "https://wire.example.org")),
            ("wire/c.json", document("updated", source: "wire")),
            ("mill/d.json", document("denied", source: "https://wire.example.org")),
            ("mill/e.json", document("denied", source: "mill")),
            ("f.json", document("denied", source: "mill")),
            ("g.json", document("denied", source: "https://wire.example.org")),
            ("h.json", document("denied", source: "https://elsewhere.example.org")),
        ])
        #expect(
            found == [
                "source-not-allowed", nil, nil, "source-not-allowed", nil, "source-not-allowed", "source-not-allowed",
                nil,
            ])
        #expect(try desk.reason("wire--a.json").faults[0].remedy.contains("inbox.sources.wire.as"))
    }

    @Test func onlyItsPublisherEditsAStory() throws {
        var editor = SourceSettings()
        editor.edits = ["wire"]
        desk.settings.sources["desk"] = editor
        editor.edits = ["*"]
        desk.settings.sources["chief"] = editor
        let found = try codes([
            ("wire/a.json", document("published")), ("mill/b.json", document("updated", change: "kill")),
            ("c.json", document("updated")), ("wire/d.json", document("updated")),
            ("desk/e.json", document("updated", change: "hold")),
            ("chief/f.json", document("updated", change: "release")), ("mill/g.json", document("denied")),
        ])
        #expect(found == [nil, "not-your-story", "not-your-story", nil, nil, nil, nil])
        #expect(try desk.reason("mill--b.json").faults[0].remedy.contains("inbox.sources.mill.edits"))
    }
}
