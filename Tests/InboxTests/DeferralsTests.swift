import CanonicalJSON
import EventLog
import LedgerTestKit
import StoryEvents
import Testing

@testable import Inbox

@Suite struct DeferralsTests {
    private static let limit = Duration.seconds(100)
    private let now = RecordedTime(microseconds: 1_000_000_000)

    private static func place(_ source: Int, _ file: Int) -> Place {
        Place(folder: Folder(names: source == 0 ? [] : [FileName("s\(source)")]), name: FileName("f\(file)"))
    }

    /// Files come, go, are called and end in any order; a plain list of them says what must be seen of them.
    @Test(arguments: 1...50)
    func isWhatAPlainListSays(seed: UInt64) throws {
        var chance = SeededRandom(seed: seed)
        var deferrals = Deferrals(limit: Self.limit)
        var list: [Place: Listed] = [:]
        var uptime = Duration.zero
        for _ in 0..<120 {
            let place = Self.place(.random(in: 0...2, using: &chance), .random(in: 0...5, using: &chance))
            let story = try #require(StoryID(Text("story-\(Int.random(in: 0...2, using: &chance))")))
            uptime += .seconds(.random(in: 0...3, using: &chance))
            switch Int.random(in: 0...5, using: &chance) {
            case 0...2:
                let missing: Awaited.Missing = [.story, .event("e"), .request("r")].randomElement(using: &chance)!
                let inode = UInt64.random(in: 1...2, using: &chance)
                let before = list[place].flatMap { $0.inode == inode ? $0 : nil }
                deferrals.add(
                    place, inode: inode, for: Awaited(story: story, missing: missing), uptime: uptime, now: now)
                let tries = (before?.tries ?? 0) + 1
                let pause = tries <= 3 ? 0 : min(60, 1 << (tries - 3))
                list[place] = Listed(
                    inode: inode, story: story, missing: missing, since: before?.since ?? uptime, tries: tries,
                    restsUntil: uptime + .seconds(pause), isLate: before?.isLate ?? false)
            case 3:
                deferrals.remove(place)
                list[place] = nil
            case 4:
                let event = Bool.random(using: &chance)
                let due = deferrals.call(story, event: event ? "e" : "other", uptime: uptime) { event ? [] : ["r"] }
                var expected: Set<FileName?> = []
                for (place, file) in list where file.story == story && file.retryAt == nil {
                    guard file.missing == .story || file.missing == (event ? .event("e") : .request("r")) else {
                        continue
                    }
                    list[place]?.retryAt = max(uptime, file.restsUntil)
                    if file.restsUntil <= uptime {
                        expected.insert(place.source)
                    } else {
                        list[place]?.isResting = true
                    }
                }
                #expect(due == expected)
            default:
                let due = deferrals.end(story) { $0 == place }
                if list[place]?.story == story {
                    list[place]?.isEnded = true
                    list[place]?.retryAt = .zero
                    list[place]?.isResting = false
                    #expect(due == [place.source])
                } else {
                    #expect(due.isEmpty)
                }
            }
            agree(&deferrals, &list, at: uptime)
        }
    }

    @Test func theOnlyFileIsTriedAtTheEndOfItsWait() throws {
        var deferrals = Deferrals(limit: Self.limit)
        let awaited = Awaited(story: try #require(StoryID("story")))
        for uptime in [Duration.zero, .seconds(50)] {
            deferrals.add(Self.place(1, 1), inode: 1, for: awaited, uptime: uptime, now: now)
        }
        #expect(deferrals.sourcesDue(at: .seconds(99)).isEmpty)
        #expect(deferrals.sourcesDue(at: .seconds(100)) == [FileName("s1")])
    }

    private func agree(_ deferrals: inout Deferrals, _ list: inout [Place: Listed], at uptime: Duration) {
        #expect(deferrals.isEmpty == list.isEmpty)
        for source in 0...2 {
            let files = (0...5).map { Self.place(source, $0) }
            #expect(deferrals.places(in: files[0].source) == Set(files.filter { list[$0] != nil }))
            for place in files {
                for inode: UInt64 in 1...2 {
                    let file = list[place].flatMap { $0.inode == inode ? $0 : nil }
                    let end = file.map { $0.since + Self.limit }
                    let isHeld = file.map { uptime < min($0.retryAt ?? .seconds(1 << 40), end!) } ?? false
                    #expect(deferrals.holds(place, inode: inode, uptime: uptime) == isHeld)
                    let mayWait = file.map { !$0.isEnded && uptime < end! } ?? true
                    #expect(deferrals.mayWait(place, inode: inode, uptime: uptime) == mayWait)
                }
            }
        }
        var due: Set<FileName?> = []
        for (place, file) in list {
            if file.isResting, uptime >= file.retryAt ?? .zero {
                list[place]?.isResting = false
                due.insert(place.source)
            }
            if !file.isLate, uptime >= file.since + Self.limit {
                list[place]?.isLate = true
                due.insert(place.source)
            }
        }
        #expect(due.isSubset(of: deferrals.sourcesDue(at: uptime)))
        let shown = deferrals.shown(uptime: nil)
        if let shown {
            #expect(Set(shown.map(\.file)) == Set(list.keys.map(\.text)))
            let since = shown.map { file in list.first { $0.key.text == file.file }!.value.since }
            #expect(since == since.sorted())
        }
        #expect(deferrals.shown(uptime: nil) == nil)
    }
}

/// A deferred file, as the plain list knows it.
private struct Listed {
    var inode: UInt64
    var story: StoryID
    var missing: Awaited.Missing
    var since: Duration
    var tries: Int
    var restsUntil: Duration
    var retryAt: Duration?
    var isResting = false
    var isLate = false
    var isEnded = false
}
