import MerkleLog
import Testing

@testable import Monitoring

@Suite("A monitor with public files and a key")
struct MonitorTests {
    let log: TestLog

    init() throws {
        log = try TestLog()
        log.append(300)
    }

    func monitor(_ keys: [VerifierKey]? = nil, known: [KnownLog] = []) -> Monitor {
        Monitor(log, MonitorTrust(keys: keys ?? [log.verifier], known: known))
    }

    func findings(_ keys: [VerifierKey]? = nil, known: [KnownLog] = []) throws -> [String] {
        var monitor = monitor(keys, known: known)
        let (_, findings, look) = try monitor.lines()
        #expect(look.findings == findings.count)
        #expect((look.learned == nil) == !findings.isEmpty)
        return findings
    }

    @Test func reportsWhatIsNewAndLearns() throws {
        try log.publish()
        var monitor = monitor()
        let first = try monitor.lines()
        #expect(first.events == Array(0..<300))
        #expect(first.findings == [])
        #expect(first.look.stories == 7)
        #expect(first.look.knownSize == nil)
        #expect(first.look.learned?.newestSize == 300)
        // The same monitor goes on, and reads only what came since.
        log.append(700)
        try log.publish()
        let before = log.reads.count
        let second = try monitor.lines()
        #expect(second.events == Array(300..<1000))
        #expect(second.findings == [])
        #expect(!log.reads[before...].contains("tile/entries/000"))
        // Another one knows what the first has learned.
        log.append(1)
        try log.publish()
        var other = self.monitor(known: [try #require(second.look.learned)])
        #expect(try other.lines().events == [1000])
    }

    @Test func goesOnWhilePartialTilesAreReplaced() throws {
        try log.publish()
        // Each time a partial file is about to be read, the log has grown and the file is gone.
        var left = 6
        log.beforeRead = { [log] path in
            guard left > 0, path.contains(".p/") else { return }
            left -= 1
            log.append(90)
            do { try log.publish() } catch { Issue.record("\(error)") }
        }
        var monitor = monitor()
        let (events, findings, look) = try monitor.lines()
        #expect(findings == [])
        #expect(events == Array(0..<Int64(look.checkpoint?.size ?? 0)))
        #expect(left < 6)
    }

    @Test func saysWhatIsMissing() throws {
        try log.publish()
        log.files["tile/entries/001.p/44"] = nil
        #expect(try findings() == ["tile/entries/001.p/44: it is missing"])
        try log.publish()
        log.files["tile/0/000"] = nil
        #expect(try findings() == ["tile/0/000: it is missing"])
        log.files["checkpoint"] = nil
        var monitor = monitor()
        #expect(throws: MonitorFault.nothingPublished) { try monitor.lines() }
        log.beforeRead = { path throws(PublicFilesFault) in throw PublicFilesFault("no route") }
        #expect(throws: MonitorFault.unreadable(PublicFilesFault("no route"))) { try monitor.lines() }
    }

    @Test func findsFilesThatAreNotTheSignedOnes() throws {
        try log.publish()
        for (path, bytes, text) in [
            ("tile/0/000", [UInt8](repeating: 0, count: 8192), "tile/0/000: its hashes are not those of the leaves"),
            ("tile/1/000.p/1", [1], "tile/1/000.p/1: its hashes are not those of the leaves"),
            ("tile/entries/000", [1, 0], "tile/entries/000: entry bundle refused"),
            ("checkpoint", [65], "checkpoint: signed note refused"),
            ("statements", Array("{}\n".utf8), "statements: line 1: expected {position, statement}"),
        ] as [(String, [UInt8], String)] {
            let honest = log.files[path]
            log.files[path] = bytes
            #expect(try findings().first?.hasPrefix(text) == true, "\(path)")
            log.files[path] = honest
        }
        #expect(try findings() == [])
        // With another leaf of the same length in the bundle.
        log.replace(7, log.leaf("other", position: 7))
        let checkpoint = log.files["checkpoint"]
        try log.publish()
        log.files["checkpoint"] = checkpoint
        #expect(try findings().last == "the leaves do not lead to the root that was signed for 300 events")
    }

    /// The root decides whether the tile or the leaves are wrong.
    @Test func namesTheLeavesWhereTheTileLeadsToTheRoot() throws {
        try log.publish()
        let honest = log.files
        log.replace(7, log.leaf("other", position: 7))
        try log.publish()
        let entries = log.files["tile/entries/000"]
        log.files = honest
        log.files["tile/entries/000"] = entries
        let found = try findings()
        let words = "it leads to the root that was signed, and the leaves below it do not: they were changed"
        #expect(found.contains("tile/0/000: \(words)"))
        #expect(found.contains("tile/1/000.p/1: \(words)"))
        #expect(!found.contains { $0.contains("its hashes are not those of the leaves") })
    }

    @Test func findsALogThatWentBackOrWasRewritten() throws {
        try log.publish()
        var first = monitor()
        let known = [try #require(try first.lines().look.learned)]
        log.forget(10)
        try log.publish()
        let wentBack =
            "the log went back: it signed 300 events before and now 290; or what is served here is an older copy of it"
        #expect(try findings(known: known) == [wentBack])
        #expect(try first.lines().findings == [wentBack])
        log.append(40)
        try log.publish()
        let rewritten = "the log was rewritten: its first 300 events are not those that it signed before"
        #expect(try findings(known: known).last == rewritten)
        #expect(try first.lines().findings != [])
    }

    @Test func asksForTheSignatureAndTheQuorum() throws {
        try log.publish(with: [TestLog.key("test.example/log", 9)])
        #expect(try findings().first?.hasPrefix("note refused: expected a signature by test.example/log+") == true)
        try log.publish()
        #expect(
            try findings([TestLog.key("other.example", 1).verifierKey])
                == ["this is the log test.example/log, the key is for other.example"])
        let witness = SignerKey(generating: .cosignature, name: try KeyName("w.example"))
        let quorum = WitnessQuorum(witnesses: [witness.verifierKey], quorum: .witness(witness.verifierKey))
        var strict = Monitor(log, MonitorTrust(keys: [log.verifier], quorum: quorum))
        #expect(
            try strict.lines().findings
                == ["the checkpoint of 300 events lacks the cosignatures that the quorum asks for"])
        let note = try SignedNote(bytes: try #require(log.files["checkpoint"]))
        log.files["checkpoint"] = try note.adding(witness.cosign(Checkpoint(text: note.text), at: 5)).bytes
        #expect(try strict.lines().findings == [])
    }

    @Test func followsANewKeyThatTheOldOneVouchesFor() throws {
        try log.publish()
        var first = monitor()
        let known = [try #require(try first.lines().look.learned)]
        let (old, new) = (log.key, try TestLog.key("test.example/log", 2))
        // A new key without a statement: with the log's own files, nobody vouches for it.
        log.use(new)
        try log.publish()
        #expect(try findings([old.verifierKey]).first?.hasPrefix("note refused") == true)
        #expect(try findings([new.verifierKey], known: known).first?.contains("changed its key from") == true)
        // With it.
        log.append(try Succession(.rekeyed(isEnded: false), from: old, to: new))
        log.append(try Succession(.rekeyed(isEnded: true), from: old, to: new))
        try log.publish()
        for keys in [[old.verifierKey], [new.verifierKey]] {
            var monitor = monitor(keys, known: known)
            let (_, findings, look) = try monitor.lines()
            #expect(findings == [])
            #expect(look.learned?.keys == [new.verifierKey])
            #expect(look.learned?.earlier == [old.verifierKey])
        }
        #expect(try first.lines().findings == [])
        // The old key has ended: what it signs alone is refused by those who know.
        let learned = try #require(try first.lines().look.learned)
        log.append(1)
        try log.publish(with: [old])
        #expect(try findings([old.verifierKey], known: [learned]) != [])
        #expect(try first.lines().findings != [])
    }

    @Test func holdsStatementsAgainstTheLog() throws {
        let (old, new) = (log.key, try TestLog.key("test.example/log", 2))
        let statement = try Succession(.rekeyed(isEnded: false), from: old, to: new)
        log.append(statement, serve: false)
        try log.publish(with: [old])
        #expect(try findings() == ["@300: statements: nothing says what this event changes"])
        log.forget(1)
        log.append(statement, id: "rekeyed-other")
        try log.publish(with: [old])
        #expect(try findings() == ["@300: statements: another statement than the one in the log"])
        log.forget(1)
        log.append("story-1")
        try log.publish(with: [old])
        #expect(try findings() == ["@300: statements: the event is not one of the log's own"])
    }

    @Test func findsForksThatNameNothing() throws {
        let lost = try TestLog()
        lost.append(310)
        try lost.publish()
        let new = try TestLog.key("test.example/log/2", 2)
        func fork(_ abandoned: Succession.Head, _ kept: Succession.Head) throws -> Succession {
            try Succession(.forked(abandoned: abandoned, kept: kept), from: lost.key, to: new)
        }
        let old = log.verifier
        let folder = "abandoned/310-\(lost.root.hex.prefix(16))"
        func serve(_ forked: TestLog) { for (name, bytes) in lost.files { forked.files["\(folder)/\(name)"] = bytes } }
        let honest = try fork(lost.head, log.head)
        for (statement, text) in try [
            (honest, nil), (fork(lost.head, lost.head), "the fork keeps 310 events, more than there are before it"),
            (
                fork(lost.head, Succession.Head(size: 3, root: lost.root)),
                "the fork keeps another history of 3 events than this log has"
            ),
            (
                fork(log.head, log.head),
                "the fork gives up a history that is not there: abandoned/300-\(log.root.hex.prefix(16))/checkpoint"
            ),
        ] as [(Succession, String?)] {
            let forked = try TestLog("test.example/log/2", seed: 2)
            forked.append(300)
            forked.append(statement)
            try forked.publish()
            serve(forked)
            var monitor = Monitor(forked, MonitorTrust(keys: [new.verifierKey]))
            #expect(try monitor.lines().findings == (text.map { ["@300: \($0)"] } ?? []))
            // A user who has the old key alone sees a report.
            var before = Monitor(forked, MonitorTrust(keys: [old]))
            let told = try monitor.lines().findings.isEmpty ? before.lines().findings.first : nil
            if statement == honest {
                #expect(told?.hasPrefix("the log test.example/log was given up at 310 events") == true)
                #expect(told?.hasSuffix("key \(new.verifierKey)") == true)
            }
        }
        let forked = try TestLog("test.example/log/2", seed: 2)
        forked.append(300)
        forked.append(honest)
        try forked.publish()
        // What was given up stays whole: each file of it is read once.
        for (name, damaged) in [
            ("checkpoint", forked.files["checkpoint"]), ("checkpoint", nil), ("tile/entries/001.p/54", nil),
            ("tile/entries/000", lost.files["tile/entries/001.p/54"]), ("tile/0/000", []), ("statements", [1]),
        ] {
            serve(forked)
            forked.files["\(folder)/statements"] = nil
            forked.files["\(folder)/\(name)"] = damaged
            var monitor = Monitor(forked, MonitorTrust(keys: [new.verifierKey]))
            #expect(try monitor.lines().findings.contains { $0.contains(folder) }, "\(name)")
        }
        serve(forked)
        forked.files["\(folder)/statements"] = nil
        // A user who has the old key alone sees the report of a damaged history, too.
        forked.files["\(folder)/tile/0/000"] = []
        var before = Monitor(forked, MonitorTrust(keys: [old]))
        #expect(try before.lines().findings.contains { $0.contains(folder) })
        serve(forked)
        forked.files["\(folder)/statements"] = nil
        let history = try #require(AbandonedHistory(honest))
        #expect(try history.begins(with: Checkpoint(origin: lost.origin, size: 310, root: lost.root), in: forked))
        #expect(try !history.begins(with: Checkpoint(origin: lost.origin, size: 300, root: lost.root), in: forked))
        // Leftovers of smaller trees say the same as the history, or are findings.
        for (name, bytes, isSame) in [
            ("tile/0/001.p/50", Array(lost.files["tile/0/001.p/54"]?.prefix(50 * 32) ?? []), true),
            ("tile/0/001.p/51", [1], false), ("tile/0/001.p/55", [], false), ("notes", [], false),
            ("checkpoint", [], true),
        ] as [(String, [UInt8], Bool)] {
            let saved = forked.files["\(folder)/\(name)"]
            forked.files["\(folder)/\(name)"] = bytes
            #expect((history.fault(of: name, in: forked) == nil) == isSame, "\(name)")
            forked.files["\(folder)/\(name)"] = saved
        }
        var monitor = Monitor(forked, MonitorTrust(keys: [new.verifierKey]))
        #expect(try monitor.lines().findings == [])
        forked.reads = []
        #expect(try monitor.lines().findings == [])
        #expect(!forked.reads.contains { $0.hasPrefix(folder) })
    }

    @Test func stopsReportingButCountsOn() throws {
        let liar = try TestLog()
        for _ in 0..<1500 { liar.append("s", Array("{}".utf8)) }
        try liar.publish()
        var monitor = Monitor(liar, MonitorTrust(keys: [liar.verifier]))
        let (_, findings, look) = try monitor.lines()
        #expect(findings.count == Monitor.mostFindings)
        #expect(look.findings == 1500)
    }
}
