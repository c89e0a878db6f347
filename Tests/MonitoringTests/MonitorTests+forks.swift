import MerkleLog
import Testing

@testable import Monitoring

extension MonitorTests {
    /// What a fork keeps is of the log that goes on: how much of the given-up history that is, the monitor counts itself.
    @Test(arguments: [(0, 4), (6, 1), (1, 9), (255, 3), (256, 44), (257, 300), (310, 2)])
    func countsWhatAForkSharesWithItsOldLog(_ common: Int, _ others: Int) throws {
        let lost = try TestLog()
        lost.append(310)
        try lost.publish()
        let new = try TestLog.key("test.example/log/2", 2)
        let forked = try TestLog("test.example/log/2", seed: 2)
        forked.append(common)
        for number in 0..<others { forked.append("other-\(number)") }
        let kept = forked.head
        forked.append(try Succession(.forked(abandoned: lost.head, kept: kept), from: lost.key, to: new))
        forked.append("other-0")
        try forked.publish()
        for (name, bytes) in lost.files { forked.files["abandoned/310-\(lost.root.hex.prefix(16))/\(name)"] = bytes }
        var monitor = Monitor(forked, MonitorTrust(keys: [new.verifierKey]))
        for _ in 0..<2 {
            let (_, findings, look) = try monitor.lines()
            #expect(findings == [])
            #expect(look.forks.map(\.common) == [UInt64(common)])
            // Who served the older history on would find a user who has heard of the fork.
            let known = [try #require(look.learned)]
            var old = Monitor(lost, MonitorTrust(keys: [lost.key.verifierKey], known: known))
            #expect(
                try old.lines().findings.map { $0.prefix(55) } == [
                    "the log test.example/log was given up at 310 events, as"
                ])
            var stranger = Monitor(lost, MonitorTrust(keys: [lost.key.verifierKey]))
            #expect(try stranger.lines().findings == [])
            #expect(known.givenUp(forked.origin, for: [new.verifierKey]) == nil)
        }
    }

    /// What this user saw of the older log is in the log or in the history that was given up, or it is a finding.
    @Test(arguments: [(3, true), (8, true), (10, false)])
    func holdsTreesOfAnOldLogAgainstBothHistories(_ size: Int, _ isHeld: Bool) throws {
        let old = try TestLog()
        var known: KnownLog?
        for count in 1...10 {
            old.append("story-\((count - 1) % 7)")
            if count == size || count == 8 { try old.publish() }
            guard count == size else { continue }
            var monitor = Monitor(old, MonitorTrust(keys: [old.verifier]))
            known = try monitor.lines().look.learned
        }
        // The keeper gives up eight events.
        let lost = try TestLog()
        lost.append(8)
        try lost.publish()
        let new = try TestLog.key("test.example/log/2", 2)
        let forked = try TestLog("test.example/log/2", seed: 2)
        forked.append(3)
        forked.append("other")
        forked.append(try Succession(.forked(abandoned: lost.head, kept: forked.head), from: lost.key, to: new))
        try forked.publish()
        for (name, bytes) in lost.files { forked.files["abandoned/8-\(lost.root.hex.prefix(16))/\(name)"] = bytes }
        var monitor = Monitor(
            forked, MonitorTrust(keys: [new.verifierKey], known: [try #require(known)]))
        #expect(
            try monitor.lines().findings
                == (isHeld
                    ? []
                    : [
                        "this user saw 10 events of test.example/log signed that neither the log nor public/abandoned has"
                    ]))
    }
}
