import CanonicalJSON
import LedgerTestKit
import Testing

@testable import StoryEvents

@Suite("A story that goes back to a mark is as it was")
struct StoryStateRewindTests {
    /// Random documents, some of them after a mark that is gone back to: the story is as if those had never been.
    @Test(arguments: [UInt64](1...60))
    func isAsItWas(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var number = 0
        func next() -> String {
            number += 1
            let source = ["inbox", "wire", "agency"].randomElement(using: &random) ?? "inbox"
            let id = #""source": "\#(source)", "id": "e\#(Int.random(in: 0..<number, using: &random))""#
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                let claim =
                    #"{"id": "c\#(number)", "text": "a text of more than fifteen bytes", "attribution": [{"id": "h", "speaker": "S"}]}"#
                return #"{"type": "updated", \#(id), "data": {"claims": [\#(claim)]}}"#
            case 1:
                return
                    #"{"type": "updated", \#(id), "data": {"requests": [{"id": "request-number-\#(number)", "party": "M"}]}}"#
            case 2:
                return
                    #"{"type": "updated", \#(id), "data": {"body": "b\#(number)", "extra": {"a": {"k\#(number % 3)": 1}}}}"#
            case 3: return #"{"type": "updated", \#(id), "data": {"change": "hold", "extra": null, "reason": "r"}}"#
            case 4: return #"{"type": "reiterated", \#(id), "data": {"by": "S"}}"#
            default:
                return
                    #"{"type": "denied", \#(id), "data": {"by": "M", "claim": "c0", "counterclaim": {"id": "k\#(number)", "text": "t"}}}"#
            }
        }
        let published =
            #"{"type": "published", "id": "p", "data": {"headline": "h", "body": "b", "claims": [{"id": "c0", "text": "t"}]}}"#
        var story = try Story([published])
        for _ in 0..<12 {
            for _ in 0..<Int.random(in: 0...4, using: &random) { try story.append(next()) }
            let before = story
            let beforeWeight = try #require(story.state?.weight)
            story.mark()
            for _ in 0..<Int.random(in: 0...4, using: &random) { try story.append(next()) }
            story.rewind()
            #expect(story.state == before.state, "seed \(seed)")
            // The room for event ids that was made stays.
            #expect(try #require(story.state?.weight) - beforeWeight < 4_096, "seed \(seed)")
            story = before
        }
    }
}
