import StoryEvents
import Testing

@testable import Projections

@Suite("When a story could be read")
struct ReadableTimesTests {
    /// Seconds between two minutes of an hour, by what happened: `p` published, `h` hold, `r` release, `k` kill, each at
    /// a minute.
    private func seconds(_ acts: [(Character, Int)], from: Int, to: Int) throws -> Int64 {
        let documents = acts.map { act, minute in
            let time = minute < 10 ? "2026-03-02T11:0\(minute):00Z" : "2026-03-02T11:\(minute):00Z"
            let change = ["h": "hold", "r": "release", "k": "kill"][act]
            return change.map { #"{"type": "updated", "time": "\#(time)", "data": {"change": "\#($0)"}}"# }
                ?? #"{"type": "published", "time": "\#(time)", "data": {"headline": "h", "body": "b"}}"#
        }
        let story = try StoryUnderTest(documents)
        let times = try StoryReader(story.store).readableTimes(of: #require(StoryID("mill")))
        let base = try EventTime("2026-03-02T11:00:00Z").microseconds
        let scale: Int64 = 60_000_000
        return times.microseconds(from: base + Int64(from) * scale, to: base + Int64(to) * scale) / 1_000_000
    }

    @Test func isFromPublicationOnExceptOnHoldAndAfterAKill() throws {
        #expect(try seconds([("p", 10)], from: 0, to: 20) == 600)
        #expect(try seconds([("p", 0), ("h", 10), ("r", 30)], from: 5, to: 40) == 15 * 60)
        #expect(try seconds([("p", 0), ("h", 10)], from: 12, to: 40) == 0)
        #expect(try seconds([("p", 0), ("k", 10)], from: 5, to: 40) == 300)
        #expect(try seconds([("p", 0), ("h", 10), ("k", 20), ("r", 30)], from: 0, to: 40) == 20 * 60)
        // Backdated: the holds overlap.
        #expect(try seconds([("p", 0), ("h", 10), ("r", 30), ("h", 20), ("r", 35)], from: 0, to: 40) == 15 * 60)
    }

    /// Beside a plain count of the seconds one by one.
    @Test(arguments: 0..<60)
    func agreesWithACountOfSeconds(seed: Int) throws {
        var dice = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 11
        func roll(_ sides: Int) -> Int {
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(dice >> 33) % sides
        }
        var acts: [(Character, Int)] = [("p", roll(10))]
        for _ in 0..<roll(6) {
            let act: Character = ["h", "r", "k"][roll(3)]
            // A hold of a story on hold, and a release of a published one, are refused.
            let isHidden = acts.last.map { $0.0 == "h" || $0.0 == "k" } ?? false
            if (act == "r") == isHidden { acts.append((act, 10 + roll(48))) }
        }
        var hidden: [Range<Int>] = []
        var since: Int?
        for (act, minute) in acts.dropFirst() {
            if act == "r", let start = since {
                if start < minute { hidden.append(start..<minute) }
                since = nil
            } else if act != "r" {
                since = since ?? minute
            }
        }
        if let since { hidden.append(since..<60) }
        let (from, to) = (roll(20), 20 + roll(39))
        let plain = (from..<to).count { minute in
            minute >= acts[0].1 && !hidden.contains { $0.contains(minute) }
        }
        #expect(try seconds(acts, from: from, to: to) == Int64(plain * 60), "seed \(seed): \(acts)")
    }

    @Test func wordsThatNobodyCouldReadWereNotExposed() throws {
        let story = try StoryUnderTest([
            #"{"type": "published", "time": "2026-03-02T11:00:00Z", "data": {"headline": "h", "body": "It cost 240."}}"#,
            #"{"type": "updated", "time": "2026-03-02T11:10:00Z", "data": {"change": "hold"}}"#,
            #"{"type": "updated", "time": "2026-03-02T11:20:00Z", "data": {"body": "It cost 260."}}"#,
            #"{"type": "updated", "time": "2026-03-02T11:30:00Z", "data": {"body": "It cost 280."}}"#,
        ])
        var fold = ExposureFold(try StoryReader(story.store).readableTimes(of: #require(StoryID("mill"))))
        let gone = try story.edits().flatMap { fold.apply($0) }
        #expect(gone.map(\.words) == ["240"])
        #expect(gone.map(\.seconds) == [600])
    }
}
