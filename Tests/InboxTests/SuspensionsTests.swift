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
        #expect(suspensions.remove(subject) && !suspensions.remove(subject) && suspensions.isEmpty)
    }
}
