import CanonicalJSON
import StoryEvents
import Testing

/// Every rule by which a document is decided on a story, with the words of each refusal.
struct DecisionTests {
    @Test func documentsAreDecidedLikeThis() throws {
        let found = try Golden.cases("decisions.json").map { golden in
            var story = try Story()
            for document in golden["story"]?.elements ?? [] {
                guard case .append = try story.append(text(document)) else {
                    Issue.record("\(golden.text("name")): the story is not what it should be")
                    continue
                }
            }
            var golden = golden
            golden["outcome"] = try outcome(of: text(try #require(golden["document"])), on: story)
            return golden
        }
        try Golden.check(found, against: "decisions.json")
    }

    /// A document of an array keeps its place in the paths of what is refused.
    @Test func pathsBeginWhereTheDocumentStands() throws {
        let json = try JSON.of(
            #"{"type": "denied", "subject": "s", "time": "2026-03-02T17:20:00Z", "data": {"by": "A"}}"#)
        let document = try EventDocument(json, defaultSource: "inbox", at: .root.element(3))
        let error = #expect(throws: Refusals.self) { try Decision(document, on: nil) }
        #expect(error?.all.map(\.path.description) == ["$[3].subject"])
    }

    private func text(_ json: JSON) -> String { String(decoding: json.canonicalBytes, as: UTF8.self) }

    private func outcome(of document: String, on story: Story) throws -> JSON {
        var story = story
        do {
            switch try story.append(document) {
            case .unchanged: return "unchanged"
            case .append(let completed, let expecting):
                let given = try read(document)
                let data = completed?.data ?? given.data
                #expect(completed?.data != given.data, "what the document has is not given once more")
                #expect(try (completed?.payload ?? given.payload) == Payload(given.type, data: data))
                return ["data": .object(data), "expecting": .string(Text("\(expecting)"))]
            }
        } catch let error as Refusals {
            return .array(error.all.map(\.json))
        }
    }
}
