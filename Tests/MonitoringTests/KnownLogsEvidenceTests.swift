import Foundation
import MerkleLog
import Testing

@testable import Monitoring

@Suite("What known logs prove, and what they do not")
struct KnownLogsEvidenceTests {
    private let directory: String
    private let logs: KnownLogs
    private let log: TestLog

    init() throws {
        directory = NSTemporaryDirectory() + "known-logs-\(UUID().uuidString)"
        logs = try KnownLogs(environment: ["XDG_STATE_HOME": directory])
        log = try TestLog()
        log.append(5)
        try log.publish()
    }

    private func note(_ log: TestLog) throws -> SignedNote {
        try SignedNote(bytes: try #require(log.files["checkpoint"]))
    }

    private func meet(_ note: SignedNote, _ key: VerifierKey? = nil) throws -> Result<UInt64?, KnownLogConflict> {
        try logs.meet(note, of: log.origin, signedBy: [key ?? log.verifier]).map { $0?.checkpoint.size }
    }

    /// Looks as `monitor` does, and stores what it stores.
    private func look(
        _ log: TestLog, _ keys: [VerifierKey]? = nil, lost: [VerifierKey] = []
    ) throws -> (findings: [String], remarks: [String]) {
        var monitor = Monitor(log, MonitorTrust(keys: keys ?? [log.verifier], lost: lost, known: try logs.read()))
        let (_, findings, look) = try monitor.lines()
        if let learned = look.learned { try logs.remember(learned) }
        if let known = look.known { for pair in look.contradictions { try logs.keep(pair, of: known) } }
        return (findings, look.remarks)
    }

    /// A larger log of the same name, of a keeper with another key.
    private func stranger() throws -> TestLog {
        let other = try TestLog(log.origin, seed: 9)
        other.append(12)
        try other.publish()
        return other
    }

    /// Anybody can send a file and a key: what is met so accuses no log of another key.
    @Test func whatAFileOfAnotherKeySaysIsARemark() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let other = try stranger()
        _ = try meet(note(other), other.verifier).get()
        for _ in 0..<2 {
            let (findings, remarks) = try look(log)
            #expect(findings == [])
            #expect(remarks.count == 1)
            for word in ["12 events", "\(other.verifier.identity)", "\(log.verifier.identity)", "delete the line"] {
                #expect(remarks.first?.contains(word) == true)
            }
        }
        // Both lines are there, and each counts for its key.
        #expect(try logs.read().map(\.keys) == [[other.verifier], [log.verifier]])
        #expect(try meet(note(log)) == .success(nil))
        guard case .failure(.changedKey(_, _, _, isMet: false)) = try meet(note(other), other.verifier) else {
            Issue.record("a file of another key than the log that was looked at is met")
            return
        }
        // A log that was looked at by a key that the user gave is evidence against another key.
        try FileManager.default.removeItem(atPath: directory)
        #expect(try look(other).findings == [])
        let (findings, _) = try look(log)
        #expect(findings.count == 1 && findings[0].contains("or the key that you used before was false"))
    }

    /// Where the user says that the other key is lost, its trees count, and the words leave open which key is false.
    @Test func namesTheKeyThatIsSaidToBeLost() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let other = try stranger()
        _ = try meet(note(other), other.verifier).get()
        let larger = try look(log, lost: [other.verifier]).findings
        #expect(larger.count == 1 && !larger[0].contains("went back"))
        #expect(larger[0].contains("\(other.verifier.identity) signed 12 events, which were met in a file"))
        log.append(20)
        try log.publish()
        let same = try look(log, lost: [other.verifier]).findings
        #expect(same.count == 1 && same[0].contains("\(other.verifier.identity) signed another tree of 12 events"))
    }

    @Test func whoMetOnlyFilesIsToldThatEitherKeyMayBeFalse() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let other = try stranger()
        _ = try meet(note(other), other.verifier).get()
        let conflict = try #require(throws: KnownLogConflict.self) { try meet(note(log)).get() }
        #expect(conflict.message.contains("either that key or this one is not the keeper's"))
    }

    /// Two trees that contradict each other are kept, and each later look and file is told.
    @Test func keepsTreesThatContradictEachOther() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let liar = try TestLog()
        liar.append(3)
        liar.append("other")
        liar.append(3)
        try liar.publish()
        let first = try note(log)
        _ = try meet(first).get()
        #expect(try look(liar).findings.count == 1)
        // What a look compared is not said to be unchecked.
        for note in [try note(liar), first] {
            guard case .failure(.contradicted) = try meet(note) else {
                Issue.record("a tree is met that contradicts another")
                return
            }
        }
        log.append(10)
        try log.publish()
        #expect(
            try look(log).findings == [
                "the key signed two histories, as this user found before: trees of 5 and of 7 events that do not begin alike"
            ])
        // A third tree is met, and the pair is not lost by that, nor by reading the file.
        #expect(try meet(note(log)) == .success(5))
        #expect(try logs.read()[0].contradictions.count == 1)
    }

    @Test func keepsTwoTreesOfOneSizeFromFiles() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let first = try note(log)
        _ = try meet(first).get()
        func forged(_ byte: UInt8) throws -> SignedNote {
            try Checkpoint(origin: log.origin, size: 5, root: .leaf([byte])).signed(by: [log.key])
        }
        for _ in 0..<2 { #expect(throws: KnownLogConflict.self) { try meet(forged(9)).get() } }
        #expect(throws: KnownLogConflict.self) { try meet(first).get() }
        #expect(
            try look(log).findings == ["the key signed two histories, as this user found before: two trees of 5 events"]
        )
        for byte in 20..<60 { #expect(throws: KnownLogConflict.self) { try meet(forged(UInt8(byte))).get() } }
        #expect(try logs.read()[0].contradictions.count <= KnownLog.mostContradictions)
        // A key that has ended can be in a thief's hands: its word proves nothing.
        let ended = try Succession(.rekeyed(isEnded: true), from: log.key, to: try TestLog.key(log.origin, 2))
        #expect(try logs.read()[0].evidence([ended]).contradictions == [])
    }

    /// An end that a file was refused for is remembered, whether or not the log was known.
    @Test func learnsFromStatementsAlone() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (old, new) = (log.key, try TestLog.key(log.origin, 2))
        let ended = try Succession(.rekeyed(isEnded: true), from: old, to: new)
        try logs.learn([], of: log.origin, from: [log.verifier])
        #expect(try logs.read() == [])
        try logs.learn([ended], of: log.origin, from: [log.verifier])
        #expect(try logs.read().map(\.statements) == [[ended]])
        // The old key's files are compared still, and its log is looked at as before.
        #expect(try logs.compare(note(log), of: log.origin, signedBy: [log.verifier]).get() == nil)
        log.append(try Succession(.rekeyed(isEnded: false), from: old, to: new))
        log.append(ended)
        log.use(new)
        try log.publish()
        #expect(try look(log, [old.verifierKey]).findings == [])
        // What another key says is not learned of a log that was looked at.
        let strange = try Succession(.rekeyed(isEnded: true), from: TestLog.key(log.origin, 5), to: new)
        try logs.learn([strange], of: log.origin, from: [old.verifierKey])
        #expect(try !logs.read()[0].statements.contains(strange))
    }

    @Test func saysOfAnOlderCopyThatItIsOne() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (copy, old, new) = (try TestLog(), log.key, try TestLog.key(log.origin, 2))
        copy.append(5)
        try copy.publish()
        log.append(try Succession(.rekeyed(isEnded: false), from: old, to: new))
        log.append(try Succession(.rekeyed(isEnded: true), from: old, to: new))
        log.use(new)
        try log.publish()
        #expect(try look(log, [old.verifierKey]).findings == [])
        for key in [old, new] {
            let findings = try look(copy, [key.verifierKey]).findings
            #expect(findings.count == 1 && findings[0].contains("what is served here is an older copy"))
            #expect(!findings[0].contains("the keeper lost"))
        }
    }

    /// A changed byte of the file is damage, and accuses no log.
    @Test func saysThatADamagedFileIsDamaged() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        #expect(try look(log).findings == [])
        let whole = try String(contentsOfFile: logs.path, encoding: .utf8)
        let root = "\(try Checkpoint(text: note(log).text).text.split(separator: "\n")[2])"
        let other = (root.hasPrefix("A") ? "B" : "A") + root.dropFirst()
        for (old, new) in [(root, other), (#"\n5\n"#, #"\n6\n"#)] {
            #expect(whole.contains(old))
            try whole.replacing(old, with: new).write(toFile: logs.path, atomically: true, encoding: .utf8)
            let fault = #expect(throws: KnownLogsFault.self) { try logs.read() }
            #expect(fault?.message.contains("line 1: the file is damaged") == true)
        }
        try whole.write(toFile: logs.path, atomically: true, encoding: .utf8)
        #expect(try logs.read().count == 1)
    }
}
