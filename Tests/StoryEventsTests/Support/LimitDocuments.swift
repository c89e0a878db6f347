import Testing

@testable import StoryEvents

/// Documents that come to a limit.
enum LimitDocuments {
    static func list(_ count: Int, _ element: (Int) -> String) -> String {
        "[" + (0..<count).map(element).joined(separator: ", ") + "]"
    }

    static func claims(_ count: Int, prefix: String = "c") -> String {
        list(count) { #"{"id": "\#(prefix)\#($0)", "text": "t"}"# }
    }

    static func published(_ more: String = "") -> String {
        #"{"type": "published", "data": {"headline": "h", "body": "b"\#(more.isEmpty ? "" : ", " + more)}}"#
    }

    static func updated(_ data: String) -> String { #"{"type": "updated", "data": {\#(data)}}"# }

    /// Expects one refusal, for a limit.
    static func expectRefused(
        _ document: String, on story: Story, _ message: String, at path: String, _ remedy: String
    ) throws {
        let refusals = try story.refusals(of: document)
        #expect(refusals.map(\.code) == [.tooMany])
        #expect(refusals.first?.message == message)
        #expect(refusals.first?.path.description == path)
        #expect(refusals.first?.remedy == remedy)
    }
}
