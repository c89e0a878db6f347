import CanonicalJSON
import EventLog
import StoryEvents
import Testing

extension EventStoreContract {
    static let reading = [
        Check("all events from a position on, at most so many") { ledger in
            let store = try ledger.open()
            let all = try store.appendAll((0..<7).map { .plain("\($0)") })
            for start in 0...8 {
                for limit in [1, 3, 7, 99, Int.max] {
                    let expected = Array(all.dropFirst(start).prefix(limit))
                    #expect(try store.events(from: Position(Int64(start)), limit: limit) == expected)
                }
            }
            #expect(try store.events(from: .first, limit: 0).isEmpty)
            #expect(try store.event(at: Position(3)) == all[3])
            #expect(try store.event(at: Position(7)) == nil)
        },
        Check("large events come a few at a time, or all at once where all are asked for") { ledger in
            let store = try ledger.open()
            let text = Text(String(repeating: "x", count: 3 << 20))
            let all = try store.appendAll((0..<6).map { try .sample(id: "\($0)", content: text) })
            let story = try #require(all.first).envelope.story
            var (byPosition, byRevision): ([RecordedEvent], [RecordedEvent]) = ([], [])
            while byPosition.count < all.count {
                let page = try store.events(from: Position(Int64(byPosition.count)), limit: 256)
                #expect((1...3).contains(page.count))
                byPosition += page
            }
            while byRevision.count < all.count {
                let page = try store.events(of: story, from: Revision(Int64(byRevision.count)), limit: 256)
                #expect((1...3).contains(page.count))
                byRevision += page
            }
            #expect(byPosition == all && byRevision == all)
            #expect(try store.events(from: .first, limit: .max).count == all.count)
            #expect(try store.events(of: story).count == all.count)
        },
        Check("a story's events from a revision on, at most so many") { ledger in
            let store = try ledger.open()
            let all = try store.appendAll((0..<9).map { .plain("\($0)", story: $0 % 2 == 0 ? "even" : "odd") })
            let even = all.filter { $0.envelope.story.text == "even" }
            let story = NewEvent.plain("", story: "even").story
            #expect(try store.events(of: story) == even)
            #expect(try store.events(of: story, from: Revision(2), limit: 2) == Array(even[2...3]))
            #expect(try store.events(of: story, from: Revision(5), limit: 2).isEmpty)
            #expect(try store.events(of: NewEvent.plain("", story: "eve").story).isEmpty)
        },
        Check("stories by a prefix of their ids, in byte order") { ledger in
            let store = try ledger.open()
            let names = [
                "a", "a b", "ab", "a\u{301}", "abc", "b", "B", "%", "a%", "a_", "\u{E1}", "\u{10FFFD}", "\u{FFFD}",
                "a\u{10FFFD}", "a\u{10FFFD}z", "'; DROP TABLE event; --",
            ]
            try store.appendAll(names.map { .plain("\($0)", story: $0) } + names.map { .plain("\($0)2", story: $0) })
            let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            for prefix in names + ["", "zz", "a\u{10FFFD}", "%%", "a\u{0}"] {
                let expected = sorted.filter { $0.utf8.starts(with: prefix.utf8) }
                let found = try store.stories(startingWith: prefix, limit: 99).map(\.text.string)
                #expect(found.elementsEqual(expected) { $0.utf8.elementsEqual($1.utf8) }, "\(prefix)")
                #expect(try store.stories(startingWith: prefix, limit: 2).count == min(2, expected.count))
            }
            #expect(try store.stories(startingWith: "", limit: 0).isEmpty)
        },
        Check("the first position recorded at or after a time") { ledger in
            let store = try ledger.open()
            #expect(try store.position(recordedAtOrAfter: ManualClock.noon) == .first)
            for seconds in [0, 0, 10, 0, 10] as [Int64] {
                ledger.clock.advance(seconds: seconds)
                try store.appendAll([try .sample(id: "\(store.size())")])
            }
            let times: [(after: Int64, position: Int64)] = [
                (-1, 0), (0, 0), (1, 2), (9, 2), (10, 2), (11, 4), (20, 4), (21, 5), (9_999, 5),
            ]
            for (after, position) in times {
                let time = RecordedTime(microseconds: ManualClock.noon.microseconds + after * 1_000_000)
                #expect(try store.position(recordedAtOrAfter: time).value == position, "after \(after) s")
            }
        },
    ]
}
