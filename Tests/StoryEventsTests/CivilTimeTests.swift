import Foundation
import LedgerTestKit
import StoryEvents
import Testing

struct CivilTimeTests {
    /// Foundation's calendar turns Julian before 1582; ours repeats every 400 years, so that one of its later years can
    /// stand in for each.
    @Test func agreesWithFoundationFromYear1To9999() throws {
        let cycle: Int64 = 146_097 * 86_400
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var random = SeededRandom(seed: 20_260_302)
        for _ in 0..<20_000 {
            let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &random)
            let cycles = Int((seconds >= 0 ? seconds : seconds - cycle + 1) / cycle)
            let date = Date(timeIntervalSince1970: TimeInterval(seconds - Int64(cycles) * cycle))
            let theirs = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
            let ours = CivilTime(seconds: seconds)
            let expected = [theirs.year, theirs.month, theirs.day, theirs.hour, theirs.minute, theirs.second]
            try #require(
                [ours.year - 400 * cycles, ours.month, ours.day, ours.hour, ours.minute, ours.second] == expected,
                "\(seconds)")
            try #require(ours.seconds == seconds)
        }
    }

    @Test func everyDayFollowsTheOneBefore() {
        var day = CivilTime(seconds: -62_135_596_800)
        #expect(day.text == "0001-01-01T00:00:00")
        for seconds in stride(from: Int64(-62_135_510_400), through: 253_402_214_400, by: 86_400) {
            let next = CivilTime(seconds: seconds)
            let isNext = next.year == day.year && next.month == day.month && next.day == day.day + 1
            let isFirst = next.day == 1 && (next.month == day.month + 1 || next.month == 1 && next.year == day.year + 1)
            guard isNext || isFirst, next.seconds == seconds else {
                Issue.record("\(next.dateText) after \(day.dateText)")
                return
            }
            day = next
        }
        #expect(day.text == "9999-12-31T00:00:00")
    }

    @Test(arguments: [
        (0, 1, 1, 0, 0, 0), (10_000, 1, 1, 0, 0, 0), (2026, 0, 1, 0, 0, 0), (2026, 13, 1, 0, 0, 0),
        (2026, 2, 29, 0, 0, 0), (1900, 2, 29, 0, 0, 0), (2026, 4, 31, 0, 0, 0), (2026, 1, 0, 0, 0, 0),
        (2026, 1, 1, 24, 0, 0), (2026, 1, 1, 0, 60, 0), (2026, 1, 1, 0, 0, 60), (2026, 1, 1, -1, 0, 0),
    ])
    func refusesWhatIsOnNoCalendar(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        #expect(
            CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second) == nil)
    }

    @Test func hasLeapDays() {
        for year in [4, 2000, 2024, 2400] {
            #expect(CivilTime(year: year, month: 2, day: 29, hour: 0, minute: 0, second: 0) != nil)
        }
    }
}
