import MerkleLog
import Testing

@testable import Monitoring

extension MonitorTests {
    /// A tree that was met in a file, signed by the same key, may be the false one: the log is not said to have changed.
    @Test func saysWhereItSawATree() throws {
        try log.publish()
        let (origin, key) = (log.origin, log.verifier)
        func met(_ note: SignedNote) -> KnownLog { KnownLog(origin: origin, keys: [key], notes: [note], met: [note]) }
        let liar = try TestLog()
        liar.append(100)
        liar.replace(50, liar.leaf("other", position: 50))
        try liar.publish()
        let shorter = try SignedNote(bytes: try #require(liar.files["checkpoint"]))
        liar.append(400)
        try liar.publish()
        let longer = try SignedNote(bytes: try #require(liar.files["checkpoint"]))
        let found = try findings(known: [met(shorter)])
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix(
                "the key signed two trees of 100 events: this log's, and one that was met in a file, root ") == true)
        #expect(
            try findings(known: [met(longer)]) == [
                "the key signed 500 events, which were met in a file, and the log has 300: "
                    + "what is served here is an older copy, or the log went back, or the key signed another tree"
            ])
        let other = LaterHistory(log)
        let tree = try Checkpoint(text: shorter.text)
        #expect(
            try other.answer(tree, signedBy: [key], trusting: [key])
                == .differs("its first 100 events are others, and the same key signed both"))
    }

    /// The user's word takes the place of the old key's, and only that: every tree that was seen still counts.
    @Test func believesAKeyInPlaceOfALostOneOnTheUsersWord() throws {
        try log.publish()
        var first = monitor()
        let known = [try #require(try first.lines().look.learned)]
        let (old, new, other) = (
            log.key, try TestLog.key("test.example/log", 2), try TestLog.key("test.example/log", 3)
        )
        log.use(new)
        log.append(1)
        try log.publish()
        func look(_ keys: [SignerKey], lost: [SignerKey], _ known: [KnownLog]) throws -> (
            events: [Int64], findings: [String], look: Monitor.Look
        ) {
            var monitor = Monitor(
                log, MonitorTrust(keys: keys.map(\.verifierKey), lost: lost.map(\.verifierKey), known: known))
            return try monitor.lines()
        }
        // Of a key that signs without being known, the old key's finding says how it may have come.
        let strange = try look([old], lost: [], known).findings
        #expect(strange.count == 1 && strange[0].contains("\(new.verifierKey.identity) signed it"))
        #expect(strange[0].contains("Either the keeper lost the old key"))
        #expect(
            try look([new], lost: [other], known).findings.first?.contains("is not a key that this user knows") == true)
        #expect(try look([other], lost: [old], known).findings.isEmpty == false)

        let accepted = try look([new], lost: [old], known)
        #expect(accepted.findings == [])
        #expect(accepted.look.replaced == [old.verifierKey])
        let learned = try #require(accepted.look.learned)
        #expect(learned.keys == [new.verifierKey] && learned.earlier == [old.verifierKey])
        // Said once, it need not be said again, and does no harm.
        #expect(try look([new], lost: [], [learned]).findings == [])
        #expect(try look([new], lost: [old], [learned]).findings == [])
        // The old key is not believed any longer.
        log.append(1)
        try log.publish(with: [old])
        #expect(try look([old], lost: [], [learned]).findings.isEmpty == false)

        // Another history under the new key is found, whatever is said of the old one.
        log.forget(2)
        log.replace(1, log.leaf("another"))
        log.append(2)
        try log.publish(with: [new])
        #expect(try look([new], lost: [old], known).findings.isEmpty == false)
    }
}
