import Foundation
import MerkleLog
import Testing

@testable import Monitoring

@Suite("What a user knows of logs")
struct KnownLogsTests {
    private let directory: String
    private let logs: KnownLogs
    private let log: TestLog

    init() throws {
        directory = NSTemporaryDirectory() + "known-logs-\(UUID().uuidString)"
        logs = try KnownLogs(environment: ["XDG_STATE_HOME": directory])
        log = try TestLog()
        log.append(5)
    }

    private func note(_ key: SignerKey? = nil) throws -> SignedNote {
        try log.sign(with: key.map { [$0] })
        return try SignedNote(bytes: try #require(log.files["checkpoint"]))
    }

    private func meet(_ note: SignedNote, _ key: VerifierKey? = nil, _ statements: [Succession] = []) throws
        -> Result<UInt64?, KnownLogConflict>
    {
        try logs.meet(note, of: log.origin, signedBy: [key ?? log.verifier], statements).map { $0?.checkpoint.size }
    }

    @Test func isKeptForTheUserAlone() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        #expect(try logs.read() == [])
        #expect(try meet(note()) == .success(nil))
        #expect(logs.path == "\(directory)/storyledger/known-logs")
        for (path, mode) in [(logs.path, 0o600), ("\(directory)/storyledger", 0o700)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == mode)
        }
        #expect(try logs.read() == [KnownLog(origin: log.origin, keys: [log.verifier], notes: [note()], met: [note()])])
    }

    /// Who can write the file can put a key into it.
    @Test(arguments: [(0o666, 0o700), (0o620, 0o700), (0o602, 0o700), (0o600, 0o770), (0o600, 0o707)])
    func isRefusedWhereOthersCanWriteIt(_ file: Int, _ folder: Int) throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        _ = try meet(note()).get()
        for (mode, path) in [(file, logs.path), (folder, "\(directory)/storyledger")] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
        let fault = #expect(throws: KnownLogsFault.self) { try logs.read() }
        let isFile = file != 0o600
        let path = isFile ? logs.path : "\(directory)/storyledger"
        #expect(fault?.remedy == "chmod \(isFile ? 600 : 700) \(path)")
        #expect(fault?.message.contains("others can write it (mode") == true)
        #expect(throws: KnownLogsFault.self) { try meet(note()).get() }
    }

    /// What was only met in a file is told from what a look found, and gives way to it.
    @Test func tellsWhatWasMetFromWhatWasLookedAt() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let first = try note()
        _ = try meet(first)
        #expect(try logs.read()[0].met == [first])
        _ = try logs.meet(first, of: log.origin, signedBy: [log.verifier], isLook: true).get()
        #expect(try logs.read()[0].met.isEmpty && logs.read()[0].notes == [first])
    }

    /// A tree that a thief signed with a key that ended is no evidence against the log, also if it was met before the end was
    /// known; what a look found stays evidence.
    @Test func dropsWhatOnlyAnEndedKeySigned() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (old, new) = (log.key, try TestLog.key(log.origin, 2))
        let forged = try Checkpoint(origin: log.origin, size: 900, root: .leaf([9])).signed(by: [old])
        _ = try meet(forged).get()
        let ended = try Succession(.rekeyed(isEnded: true), from: old, to: new)
        let known = try logs.read()[0]
        #expect(known.evidence([]).notes == [forged] && known.evidence([ended]).notes.isEmpty)
        let looked = KnownLog(origin: log.origin, keys: [log.verifier], notes: [forged])
        #expect(looked.evidence([ended]).notes == [forged])
        // A look at the log finds nothing wrong, and leaves nothing of it.
        log.append(try Succession(.rekeyed(isEnded: false), from: old, to: new))
        log.append(ended)
        log.use(new)
        try log.publish()
        var monitor = Monitor(log, MonitorTrust(keys: [old.verifierKey], known: [known]))
        let (_, findings, look) = try monitor.lines()
        #expect(findings == [])
        try logs.remember(try #require(look.learned))
        let after = try logs.read()[0]
        #expect(after.checkpoints.map(\.size) == [7] && after.met.isEmpty && after.statements.contains(ended))
    }

    @Test func isFoundWhereTheSpecificationSays() throws {
        #expect(try KnownLogs(environment: ["HOME": "/h"]).path == "/h/.local/state/storyledger/known-logs")
        #expect(
            try KnownLogs(environment: ["HOME": "/h", "XDG_STATE_HOME": "relative"]).path
                == "/h/.local/state/storyledger/known-logs")
        #expect(throws: KnownLogsFault.self) { try KnownLogs(environment: [:]) }
    }

    @Test func growsAndRefusesTwoHistories() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let old = try note()
        #expect(try meet(old) == .success(nil))
        log.append(3)
        #expect(try meet(note()) == .success(5))
        // An older checkpoint is no contradiction, and is remembered to be held against the log.
        #expect(try meet(old) == .success(8))
        log.replace(2, log.leaf("other", position: 2))
        let conflict = try #require(throws: KnownLogConflict.self) { try meet(note()).get() }
        guard case .differs(_, let size, _, let isMet, _) = conflict else {
            Issue.record("\(conflict)")
            return
        }
        #expect(size == 8 && isMet)
        #expect(conflict.message.contains("signed two histories of 8 events"))
        #expect(conflict.message.contains("was met in another file"))
        #expect(try logs.read()[0].notes.count == 2)
        // A monitor that has seen all keeps its own checkpoint, and what is newer than that.
        try logs.remember(KnownLog(origin: log.origin, keys: [log.verifier], notes: [old]))
        #expect(try logs.read()[0].checkpoints.map(\.size) == [5, 8])
    }

    /// What nothing has compared is told each time, until a look at the whole log has compared it.
    @Test func tellsWhatWasNotComparedUntilALookSettlesIt() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let small = try note()
        _ = try meet(small).get()
        log.append(3)
        let large = try note()
        for _ in 0..<3 { #expect(try meet(large) == .success(5)) }
        #expect(try meet(small) == .success(8))
        #expect(try logs.compare(small, of: log.origin, signedBy: [log.verifier]).get()?.checkpoint.size == 8)
        try log.publish()
        var monitor = Monitor(log, MonitorTrust(keys: [log.verifier], known: try logs.read()))
        let (_, findings, look) = try monitor.lines()
        #expect(findings == [])
        try logs.remember(try #require(look.learned))
        for note in [small, large] { #expect(try meet(note) == .success(nil)) }
        #expect(try logs.read()[0].settled.map(\.size) == [5] && logs.read()[0].notes.count == 1)
        // A third one is open again, and so are the others beside it.
        log.append(1)
        #expect(try meet(note()) == .success(8))
        #expect(try meet(small) == .success(9))
        // Another tree of a size that is settled is a conflict still.
        let forged = try Checkpoint(origin: log.origin, size: 5, root: .leaf([9])).signed(by: [log.key])
        #expect(throws: KnownLogConflict.self) { try meet(forged).get() }
    }

    /// What `verify` has compared with the rows is settled, and only that.
    @Test func settlesWhatALookNames() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let small = try note()
        _ = try meet(small).get()
        log.append(3)
        let large = try note()
        let settled = try Checkpoint(text: small.text)
        _ = try logs.meet(
            large, of: log.origin, signedBy: [log.verifier], isLook: true, settling: [settled]
        ).get()
        for note in [small, large] { #expect(try meet(note) == .success(nil)) }
    }

    @Test func followsKeysOnlyByTheOldOnesWord() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (old, new) = (log.key, try TestLog.key(log.origin, 2))
        let first = try note()
        _ = try meet(first)
        log.append(1)
        let next = try note(new)
        #expect(throws: KnownLogConflict.self) { try meet(next, new.verifierKey).get() }
        let statement = try Succession(.rekeyed(isEnded: true), from: old, to: new)
        #expect(try meet(next, new.verifierKey, [statement]) == .success(5))
        let known = try logs.read()[0]
        #expect(known.keys == [new.verifierKey] && known.earlier == [old.verifierKey])
        // What the old key signed before stays proven; nothing newer is believed from it.
        #expect(try meet(first) == .success(6))
        log.append(1)
        #expect(throws: KnownLogConflict.self) { try meet(note(old)).get() }
    }

    @Test(arguments: [
        "x\n", "{}\n", #"{"checkpoints":[],"earlier":[],"keys":["a"],"origin":"a"}"# + "\n",
        #"{"checkpoints":["a"],"earlier":[],"keys":[],"origin":"a"}"# + "\n",
        #"{"checkpoints":[1],"earlier":[],"keys":[],"origin":"a"}"# + "\n",
    ]) func saysWhatCannotBeRead(text: String) throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        _ = try meet(note())
        let before = try Data(contentsOf: URL(fileURLWithPath: logs.path))
        try (before + Data(text.utf8)).write(to: URL(fileURLWithPath: logs.path))
        let fault = #expect(throws: KnownLogsFault.self) { try logs.read() }
        #expect(fault?.message == "\(logs.path), line 2: expected {checkpoints, keys, origin}")
        // Nothing is lost of a file that cannot be read.
        #expect(throws: KnownLogsFault.self) { try meet(note()).get() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: logs.path)) == before + Data(text.utf8))
    }

    @Test func isChangedByOneProcessAtATime() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let notes = try (0..<20).map { number in
            let log = try TestLog("log-\(number).example")
            log.append(1)
            try log.publish()
            return (log.origin, log.verifier, try SignedNote(bytes: try #require(log.files["checkpoint"])))
        }
        let logs = logs
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (origin, key, note) in notes {
                group.addTask { _ = try logs.meet(note, of: origin, signedBy: [key]).get() }
            }
            try await group.waitForAll()
        }
        #expect(try Set(logs.read().map(\.origin)).count == 20)
    }

    @Test func takesAKeyInPlaceOfALostOneOnTheUsersWord() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (old, new) = (log.key, try TestLog.key(log.origin, 2))
        let first = try note()
        _ = try meet(first)
        log.append(1)
        let second = try note(new)
        guard case .failure(.changedKey) = try meet(second, new.verifierKey) else {
            Issue.record("a strange key is met")
            return
        }
        func word(_ note: SignedNote) throws -> Result<UInt64?, KnownLogConflict> {
            try logs.meet(note, of: log.origin, signedBy: [new.verifierKey], lost: [old.verifierKey])
                .map { $0?.checkpoint.size }
        }
        #expect(try word(second) == .success(5))
        let known = try logs.read()[0]
        #expect(known.keys == [new.verifierKey] && known.earlier == [old.verifierKey])
        #expect(known.notes == [first, second])
        // A larger tree that only the replaced key signed: what replaced it is known, and not to be said again.
        let larger = try Checkpoint(origin: log.origin, size: 9, root: .leaf([9])).signed(by: [old])
        guard case .failure(let conflict) = try meet(larger), case .olderKey = conflict else {
            Issue.record("a larger tree of a replaced key is met")
            return
        }
        #expect(conflict.message.contains("a key of the log \(log.origin) that \(new.verifierKey.identity) replaced"))
        #expect(!conflict.remedy.contains("--lost-key"))
        // A tree that differs from one that the lost key signed is a contradiction still.
        let forged = try Checkpoint(origin: log.origin, size: 5, root: .leaf([9])).signed(by: [new])
        guard case .failure(.differs) = try word(forged) else {
            Issue.record("another tree of one size is met")
            return
        }
    }
}
