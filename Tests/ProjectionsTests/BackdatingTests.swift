import Projections
import StoryEvents
import Testing

@Suite("An event is backdated when it was recorded late; out of order is another thing, and the same at every cut")
struct BackdatingTests {
    private static let published = #"{"type": "published", "data": {"headline": "h", "body": "b"}}"#

    /// When an event happened and was recorded, after one that happened and was recorded at noon.
    static let table: [(happened: String, recorded: String, isBackdated: Bool, isOutOfOrder: Bool)] = [
        ("12:10:00", "12:10:00", false, false),
        ("12:10:00", "13:10:00", false, false),
        ("12:10:00", "13:10:01", true, false),
        ("12:09:59.999999", "13:10:00", true, false),
        // The same moment is in order; a nanosecond before is not.
        ("12:00:00", "12:10:00", false, false),
        ("11:59:59.999999999", "12:10:00", false, true),
        ("10:00:00", "12:10:00", true, true),
        // What is dated ahead of its recording is neither.
        ("15:00:00", "12:10:00", false, false),
    ]

    @Test(arguments: table.indices)
    func isJudgedByBothTimes(row: Int) throws {
        let (happened, recorded, isBackdated, isOutOfOrder) = Self.table[row]
        let story = try StoryUnderTest()
        let noon = try EventTime("2026-03-02T12:00:00Z")
        _ = try story.append(Self.published, time: noon, recorded: noon)
        _ = try story.append(
            #"{"type": "reiterated", "data": {"by": "N"}}"#, time: try EventTime("2026-03-02T\(happened)Z"),
            recorded: try EventTime("2026-03-02T\(recorded)Z"))
        let backdating = try #require(try story.board()).backdating(at: Position(1))
        #expect((backdating.isBackdated, backdating.isOutOfOrder) == (isBackdated, isOutOfOrder))
    }

    /// What had not happened by the moment of a cut puts events out of order all the same.
    @Test func aCutByTheWorldChangesNothingOfIt() throws {
        let story = try StoryUnderTest()
        for (time, minute) in [("12:00", 0), ("12:20", 20), ("12:10", 21)] {
            let document = minute == 0 ? Self.published : #"{"type": "reiterated", "data": {"by": "N"}}"#
            _ = try story.append(
                document, time: try EventTime("2026-03-02T\(time):00Z"),
                recorded: try EventTime("2026-03-02T12:\(minute == 0 ? "00" : String(minute)):00Z"))
        }
        #expect(try story.board()?.backdating(at: Position(2)).isOutOfOrder == true)
        let cut = StoryCut(at: try EventTime("2026-03-02T12:15:00Z"))
        #expect(try story.board(cut)?.backdating(at: Position(2)).isOutOfOrder == true)
    }
}
