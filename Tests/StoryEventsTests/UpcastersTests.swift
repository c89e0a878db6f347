import CanonicalJSON
import Testing

@testable import StoryEvents

/// Data as two programs that never were would have stored it: the first called a body `text` and a headline `title`, the
/// second had a headline and one string for who denied what.
@Suite("Old data is read through upcasters")
struct UpcastersTests {
    static let chain = Upcasters(
        current: 3,
        [
            Upcasters.Step(from: 1) { type, data in
                var data = data
                if type == .published {
                    data["headline"] = data["title"]
                    data["title"] = nil
                }
                return data
            },
            Upcasters.Step(from: 2) { type, data throws(PayloadFault) in
                var data = data
                switch type {
                case .published, .updated:
                    data["body"] = data["text"]
                    data["text"] = nil
                case .denied:
                    guard let name = data["who"] else {
                        throw PayloadFault(path: .root.member("who"), expected: "a string")
                    }
                    data["by"] = ["name": name]
                    data["who"] = nil
                default: break
                }
                return data
            },
        ])

    static let stored: [(schema: Int, data: String)] = [
        (1, #"{"text":"It is shut.","title":"Bridge closed"}"#),
        (2, #"{"headline":"Bridge closed","text":"It is shut."}"#),
        (3, #"{"body":"It is shut.","headline":"Bridge closed"}"#),
    ]

    @Test(arguments: stored)
    func sayTheSameInEverySchema(_ schema: Int, _ data: String) throws {
        let event = try event(.published, schema: schema, data)
        let now = try event.payload(Self.chain)
        #expect(now == (try Payload(.published, data: ["headline": "Bridge closed", "body": "It is shut."])))
        // The bytes are what they were.
        #expect(event.content?.data == Array(data.utf8))
        #expect(event.leaf == event.envelope.leaf)
    }

    @Test func goStepByStep() throws {
        let event = try event(.denied, schema: 1, #"{"claims":["shut"],"who":"The port"}"#)
        guard case .denied(let denial) = try event.payload(Self.chain) else {
            Issue.record("no denial")
            return
        }
        #expect(denial.by.name == "The port")
    }

    @Test func sayWhatIsWrongWithOldData() throws {
        let event = try event(.denied, schema: 2, #"{"claims":["shut"]}"#)
        let fault = #expect(throws: PayloadFault.self) { try event.payload(Self.chain) }
        #expect(fault?.message == "stored data breaks its schema at $.who: expected a string")
    }

    @Test func refuseASchemaOfANewerProgram() throws {
        let event = try event(.published, schema: 2, Self.stored[1].data)
        let fault = #expect(throws: PayloadFault.self) { try event.payload() }
        #expect(
            fault?.message
                == "stored data breaks its schema at $: expected a schema up to 1, found 2: use a newer program")
    }

    private func event(_ type: EventType, schema: Int, _ data: String) throws -> RecordedEvent {
        let salt = [UInt8](repeating: 7, count: 32)
        let envelope = Envelope(
            commitment: Commitment(to: Array(data.utf8), salt: salt)!,
            identity: EventIdentity(source: "newsdesk", id: "old"), story: try #require(StoryID("harbor-bridge")),
            type: type, time: try EventTime("2019-03-02T11:20:00+01:00"), recorded: RecordedTime(microseconds: 0),
            position: .first, revision: .first, previous: nil, schema: schema)
        // As it comes back from the log: the leaf is read, never made.
        return RecordedEvent(
            envelope: try Envelope(leaf: envelope.leaf), leaf: envelope.leaf,
            content: RecordedEvent.Content(salt: salt, data: Array(data.utf8)))
    }
}
