import StoryEvents
import Testing

@testable import Inbox

@Suite struct SuspensionsTests {
    private let subject = Suspensions.Subject.folder(Folder(names: [FileName("evil")]))
    private let now = RecordedTime(microseconds: 0)

    @Test func pausesGrowToAMinute() {
        var suspensions = Suspensions()
        var (uptime, pauses) = (Duration.zero, [Duration]())
        for round in 0..<9 {
            let isNew = suspensions.add(subject, reason: "r", remedy: "m", uptime: uptime, now: now)
            #expect(isNew == (round == 0))
            let retry = suspensions.nextRetry ?? .zero
            #expect(suspensions.holds(subject, uptime: retry - .milliseconds(1)))
            #expect(!suspensions.holds(subject, uptime: retry))
            #expect(suspensions.sourcesDue(at: retry) == [FileName("evil")])
            pauses.append(retry - uptime)
            uptime = retry
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60].map { .seconds($0) })
        #expect(suspensions.age(of: subject, uptime: uptime) == .seconds(243))
        #expect(suspensions.shownRetry(of: subject) == now.advanced(by: .seconds(60)))
        #expect(suspensions.remove(subject) && !suspensions.remove(subject) && suspensions.isEmpty)
    }

    /// One source cannot fill the log: what is left out is said once a minute.
    @Test func fewLinesOfASourceAreLogged() {
        var suspensions = Suspensions()
        func tellings(_ name: String, at uptime: Duration) -> [Suspensions.Telling] {
            (0..<1_000).map { _ in suspensions.telling(of: FileName(name), uptime: uptime) }
        }
        for uptime in [Duration.seconds(1), .seconds(61)] {
            let found = tellings("evil", at: uptime)
            #expect(found.count { $0 == .line } == 19 && found.count { $0 == .last } == 1)
            #expect(found[19] == .last)
            #expect(suspensions.telling(of: FileName("good"), uptime: uptime) == .line)
        }
        #expect(suspensions.telling(of: FileName("evil"), uptime: .seconds(120)) == .nothing)
        #expect(suspensions.telling(of: FileName("evil"), uptime: .seconds(121)) == .line)
    }

    @Test func allThatIsSuspendedOfASourceIsTriedTogether() {
        var suspensions = Suspensions()
        let files = (0..<2_000).map {
            Suspensions.Subject.file(Place(folder: Folder(names: [FileName("evil")]), name: FileName("\($0)")))
        }
        var (uptime, rounds) = (Duration.zero, 0)
        while uptime < .seconds(600) {
            // They fail one after the other, as they are read.
            for (index, file) in files.enumerated() {
                let later = uptime + .milliseconds(index / 10)
                _ = suspensions.add(file, reason: "r", remedy: "m", uptime: later, now: now)
            }
            #expect(files.allSatisfy { suspensions.holds($0, uptime: uptime + .milliseconds(999)) })
            uptime = suspensions.nextRetry ?? .zero
            #expect(files.allSatisfy { !suspensions.holds($0, uptime: uptime) })
            suspensions.noteTried(FileName("evil"), uptime: uptime, now: now)
            rounds += 1
        }
        #expect(rounds < 20)
        // Another source has pauses of its own.
        let other = Suspensions.Subject.folder(Folder(names: [FileName("other")]))
        _ = suspensions.add(other, reason: "r", remedy: "m", uptime: uptime, now: now)
        #expect(!suspensions.holds(other, uptime: uptime + .seconds(1)))
        for file in files { _ = suspensions.remove(file) }
        #expect(suspensions.subjects(in: FileName("evil")).isEmpty && !suspensions.isEmpty)
    }
}
