import CanonicalJSON
import LedgerTestKit
import Projections
import StoryEvents
import Testing

@Suite("An update that replaces a newer text is out of order")
struct OutOfOrderTests {
    /// A story that was published at noon, and what came after: minutes past noon, and the document's type and data.
    private func story(_ events: [(minute: Int, type: String, data: String)]) throws -> StoryUnderTest {
        let story = try StoryUnderTest()
        let all = [(0, "published", #"{"headline": "h", "body": "b", "claims": [{"id": "c", "text": "t"}]}"#)] + events
        for (index, (minute, type, data)) in all.enumerated() {
            let recorded = try EventTime("2026-03-02T12:\(30 + index):00Z")
            let time = try EventTime("2026-03-02T12:\(minute < 10 ? "0" : "")\(minute):00Z")
            let outcome = try story.append(
                #"{"type": "\#(type)", "data": \#(data)}"#, time: time, recorded: recorded)
            try #require(outcome == .appended)
        }
        return story
    }

    private func text(_ body: String, at minute: Int) -> (minute: Int, type: String, data: String) {
        (minute, "updated", #"{"body": "\#(body)"}"#)
    }

    private func note(at minute: Int, _ text: Int = 0) -> (minute: Int, type: String, data: String) {
        (minute, "updated", #"{"note": "\#(text)"}"#)
    }

    private func denial(at minute: Int, _ text: Int = 0) -> (minute: Int, type: String, data: String) {
        (minute, "denied", #"{"by": "N", "statement": "\#(text)"}"#)
    }

    @Test func historyMarksTheVersion() throws {
        let story = try story([
            text("late", at: 20), text("early", at: 10), text("between", at: 15), text("new", at: 21),
        ])
        #expect(try story.edits().map(\.version.backdating.isOutOfOrder) == [false, false, true, true, false])
    }

    @Test func whatPartiesDoPutsNoTextOutOfOrder() throws {
        let story = try story([denial(at: 20), text("early", at: 10), denial(at: 15)])
        #expect(try story.edits().map(\.version.backdating.isOutOfOrder) == [false, false])
        #expect(try story.outOfOrder() == [false, false, false, true])
    }

    @Test func theStateNamesTheTextUntilAnotherReplacesIt() throws {
        let late = [text("late", at: 20), text("early", at: 10)]
        #expect(try story([text("late", at: 20)]).state().disorder == nil)
        let disorder = try #require(try story(late).state().disorder)
        #expect(disorder.event.position == Position(2))
        #expect(disorder.newest.position == Position(1))
        #expect(disorder.isOfText)
        #expect(try story(late + [note(at: 25)]).state().disorder?.isOfText == true)
        #expect(try story(late + [note(at: 5)]).state().disorder?.event.position == Position(2))
        #expect(try story(late + [denial(at: 25)]).state().disorder?.event.position == Position(2))
        #expect(try story(late + [text("new", at: 20)]).state().disorder == nil)
    }

    @Test func theStateNamesTheLastUpdateUntilTheNext() throws {
        let disorder = try #require(try story([note(at: 20), note(at: 10)]).state().disorder)
        #expect(!disorder.isOfText)
        #expect(try story([note(at: 20), note(at: 10), note(at: 21)]).state().disorder == nil)
        #expect(try story([note(at: 20), note(at: 10), text("t", at: 15)]).state().disorder?.isOfText == true)
    }

    @Test func jsonSaysSo() throws {
        let story = try story([text("late", at: 20), text("early", at: 10)])
        guard case .object(let state) = try story.state().json else { return #expect(Bool(false)) }
        #expect(state["outOfOrder"] == .bool(true))
        guard case .object(let edit) = try #require(try story.edits().last).json() else { return #expect(Bool(false)) }
        #expect(edit["outOfOrder"] == .bool(true))
    }

    /// The plain oracle: an earlier event of the story, or an earlier edit for an edit, that happened later.
    @Test(arguments: [UInt64(1), 2, 3])
    func eventsAreJudgedAlikeFromAnyPlaceInAnyDirection(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let story = try story(
            (0..<29).map { number in
                let minute = Int.random(in: 0..<60, using: &random)
                return switch number % 3 {
                case 0: text("text \(number)", at: minute)
                case 1: note(at: minute, number)
                default: denial(at: minute, number)
                }
            })
        let events = try story.events().map(\.envelope)
        let isEdit = { (event: Envelope) in [.published, .updated].contains(event.type) }
        let expected = events.indices.map { index in
            events[..<index].contains { earlier in
                events[index].time.isBefore(earlier.time) && (!isEdit(events[index]) || isEdit(earlier))
            }
        }
        #expect(try story.outOfOrder() == expected, "seed \(seed)")
        for start in [7, 19] {
            var order = story.order
            #expect(
                try events[start...].map { try order.isOutOfOrder($0) } == Array(expected[start...]), "seed \(seed)")
        }
        var order = story.order
        #expect(try events.reversed().map { try order.isOutOfOrder($0) } == expected.reversed(), "seed \(seed)")
    }
}

extension StoryUnderTest {
    fileprivate func outOfOrder() throws -> [Bool] {
        var order = order
        return try events().map { try order.isOutOfOrder($0.envelope) }
    }
}
