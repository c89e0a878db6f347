import CanonicalJSON
import StoryEvents
import Testing

/// Every reason for which a document is refused before it is decided, word for word: code, path, place and remedy.
struct RefusalsTests {
    @Test func documentsAreRefusedInTheseWords() throws {
        let found = try Golden.cases("refusals.json").map { golden in
            let format = try #require(DocumentFormat(rawValue: golden.text("format")))
            let refusals = readAll(golden.text("text"), format: format).refusals
            #expect(!refusals.isEmpty, "\(golden.text("name"))")
            var golden = golden
            golden["refusals"] = .array(refusals.map(\.json))
            return golden
        }
        try Golden.check(found, against: "refusals.json")
    }

    @Test func messagesFitOnALineOfATerminal() throws {
        for golden in try Golden.cases("refusals.json") {
            for refusal in golden["refusals"]?.elements ?? [] {
                let refusal = try #require(refusal.members)
                for key: Text in ["message", "remedy"] {
                    let text = refusal.text(key)
                    #expect(!text.isEmpty && text.utf8.count < 400)
                    #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
                }
            }
        }
    }

    /// Codes that come of the file or of the story are tested where they are made.
    @Test func everyCodeOfADocumentIsReached() throws {
        let elsewhere: Set<Refusal.Code> = [
            .notUTF8, .tooLarge, .unknownFormat, .notAFile, .badName, .unreadable, .unknownStory, .storyExists,
            .storyKilled, .unknownClaim, .claimExists, .claimRequired, .unknownHop, .unknownRequest, .requestExists,
            .unknownEvent, .revisionMismatch, .identityConflict, .timeInFuture, .endedTheReader, .sourceNotAllowed,
            .notYourStory, .notYourID, .tooMany, .badRow, .textWithheld,
        ]
        let reached = try Golden.cases("refusals.json").flatMap { golden in
            (golden["refusals"]?.elements ?? []).compactMap { $0.members?.text("code") }
        }
        #expect(Set(reached) == Set(Refusal.Code.allCases.filter { !elsewhere.contains($0) }.map(\.rawValue)))
    }
}
