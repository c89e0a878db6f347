import CanonicalJSON
import Projections
import StoryEvents
import Testing

@Suite("Streamed JSON is the same, byte for byte")
struct StreamedJSONTests {
    private static var values: [StreamedJSON] {
        [
            .value(nil), .value([]), .value(["a": [1, ["b": "\n"]]]), .object([]), .array(0) { _ in .value(nil) },
            .object([
                ("a", .value(1)), ("caf\u{E9} \"", .array(3) { .value([JSON($0), ["x": [true]]]) }),
                ("c", .object([("d", .array(2) { .array($0) { .value(JSON($0)) } })])), ("e", .value(["f": nil])),
            ]),
            .array(20_000) { .value(["number": JSON($0)]) },
        ]
    }

    @Test(arguments: values.indices, [false, true])
    func isTheSame(place: Int, pretty: Bool) {
        let value = Self.values[place]
        var (bytes, pieces) = ([UInt8](), 0)
        value.write(pretty: pretty) {
            bytes += $0
            pieces += 1
            #expect($0.count < 1 << 17)
        }
        #expect(bytes == value.json.bytes(pretty: pretty))
        #expect((pieces > 1) == (bytes.count > 1 << 16))
    }

    /// What the command line prints is what a replay has the digest of.
    @Test func projectionsStreamWhatTheySay() throws {
        var (state, board, timeline) = (StateOfStory(), ClaimBoard(), Timeline())
        var (documents, story) = (RandomStory(seed: 5, parties: 5, breadth: 3), MemoryStory())
        try story.append(documents.published(), recorded: documents.now)
        for _ in 0..<60 { try story.append(documents.next(), recorded: documents.now) }
        for event in story.events {
            try state.apply(event)
            try board.apply(event)
            try timeline.apply(event)
        }
        for (streamed, json) in [
            (state.streamed, state.json), (board.streamed, board.json), (timeline.streamed, timeline.json),
        ] {
            var bytes: [UInt8] = []
            streamed.write(pretty: true) { bytes += $0 }
            #expect(bytes == json.bytes(pretty: true))
        }
    }
}
