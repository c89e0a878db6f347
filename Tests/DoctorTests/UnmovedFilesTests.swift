import CanonicalJSON
import EventLog
import Foundation
import LedgerService
import LedgerTestKit
import StoryEvents
import Testing

@testable import Doctor

@Suite("Files that are recorded and still in the inbox are named, with what keeps them there")
struct UnmovedFilesTests {
    private let ledger: TemporaryLedger
    private let directory: LedgerDirectory
    /// A user who has no right to what this process makes.
    private let stranger = Account(65534)

    init() throws {
        ledger = try TemporaryLedger()
        directory = LedgerDirectory(LedgerFile.directory(of: ledger.path))
        try FileManager.default.createDirectory(atPath: directory.inbox, withIntermediateDirectories: true)
    }

    /// Records files and leaves them where they are.
    ///
    /// - Parameter paths: Below the inbox.
    private func record(_ paths: [[UInt8]]) throws -> SQLiteEventStore {
        let store = try ledger.open(.readWrite)
        let inodes = try paths.map { path in
            let whole = bytes("\(directory.inbox)/") + path.map { CChar(bitPattern: $0) } + [0]
            let folder = whole[...(whole.lastIndex(of: CChar(UInt8(ascii: "/"))) ?? 0)] + [0]
            mkdir(Array(folder), 0o755)
            let file = open(whole, O_CREAT | O_WRONLY, 0o644)
            try #require(file >= 0)
            defer { close(file) }
            var facts = stat()
            try #require(fstat(file, &facts) == 0)
            return UInt64(facts.st_ino)
        }
        let files = paths.indices.map {
            Submission.lines([Documents.published("s\($0)")], file: Text("f\($0).ndjson"))
        }
        _ = try Recorder(store).record(files) { index, receipt in
            PendingMove(receipt: receipt.number, from: paths[index], to: Array("archive/x".utf8), inode: inodes[index])
        }
        return store
    }

    private func bytes(_ text: String) -> [CChar] { text.utf8.map { CChar(bitPattern: $0) } }

    private func found(_ paths: [String], _ account: Account? = nil) throws -> [Diagnosis] {
        try UnmovedFiles(directory, account: account).run(try record(paths.map { Array($0.utf8) }))
    }

    @Test func oneThatIsNotUTF8() throws {
        let name = Array("caf".utf8) + [0xE9] + Array(".ndjson".utf8)
        let found = try UnmovedFiles(directory, account: nil).run(try record([name, Array("cms/".utf8) + name]))
        #expect(
            found.map(\.message) == [
                #"$'caf\xE9.ndjson': it is recorded, and still in the inbox"#,
                #"$'cms/caf\xE9.ndjson': it is recorded, and still in the inbox"#,
            ])
    }

    /// It is the shell that reads the remedy.
    @Test func inADirectoryWhoseNameIsNotUTF8() throws {
        let stranger = try #require(stranger)
        let found = try UnmovedFiles(directory, account: stranger).run(try record([[0xE9, 0x2F, 0x61]]))
        #expect(found.count == 1 && found[0].remedy.hasPrefix(#"storyledger-source $'\xE9'; the daemon"#), "\(found)")
        #expect(found.allSatisfy { $0.message.contains("cannot take files from $'") })
    }

    @Test func whereTheReasonIsNotKnown() throws {
        let found = try found(["a.ndjson"])
        #expect(found.count == 1 && found[0].state == .fault)
        #expect(found[0].message == "a.ndjson: it is recorded, and still in the inbox")
        #expect(found[0].remedy.hasPrefix("journalctl -u storyledgerd -g 'still in the inbox'"))
    }

    @Test func fromADirectoryOfAnother() throws {
        let stranger = try #require(stranger)
        let found = try found(["a.ndjson", "cms/a.ndjson", "cms/deep/a.ndjson"], stranger)
        #expect(
            found.map(\.remedy).map { $0.prefix { $0 != ";" } } == [
                "chown \(stranger.name): \(directory.inbox)", "storyledger-source cms",
                "chown \(stranger.name): \(directory.inbox)/cms/deep",
            ])
        #expect(found.allSatisfy { $0.message.contains("\(stranger.name) cannot take files from \(directory.inbox)") })
    }

    @Test func withAStickyBit() throws {
        let stranger = try #require(stranger)
        try #require(mkdir("\(directory.inbox)/cms", 0o755) == 0 && chmod("\(directory.inbox)/cms", 0o1777) == 0)
        let found = try found(["cms/it's.ndjson"], stranger)
        #expect(found.map(\.message).allSatisfy { $0.hasSuffix(": the sticky bit of \(directory.inbox)/cms is set") })
        #expect(found.map(\.remedy).allSatisfy { $0.hasPrefix("chmod -t \(directory.inbox)/cms;") } && found.count == 1)
    }

    @Test func fromItsOwnDirectoryWithoutTheRight() throws {
        let stranger = try #require(stranger)
        try #require(mkdir("\(directory.inbox)/cms", 0o755) == 0)
        // Root alone can give a directory away.
        guard chown("\(directory.inbox)/cms", stranger.id, stranger.groups.first ?? 0) == 0 else { return }
        let store = try record([Array("cms/a.ndjson".utf8)])
        try #require(chmod("\(directory.inbox)/cms", 0o555) == 0)
        let found = try UnmovedFiles(directory, account: stranger).run(store)
        #expect(found.count == 1 && found.allSatisfy { $0.remedy.hasPrefix("chmod u+rwx \(directory.inbox)/cms;") })
    }

    @Test func thoseThatAreGoneOrOthersAreNot() throws {
        let store = try record([Array("a.ndjson".utf8), Array("b.ndjson".utf8), Array("c.ndjson".utf8)])
        try #require(unlink("\(directory.inbox)/a.ndjson") == 0)
        // Another file has the name now.
        try #require(rename("\(directory.inbox)/c.ndjson", "\(directory.inbox)/b.ndjson") == 0)
        #expect(try UnmovedFiles(directory, account: nil).run(store).isEmpty)
    }

    @Test func manyAreCounted() throws {
        let found = try found((0..<23).map { "\($0).ndjson" })
        #expect(found.count == 21 && found.last?.message == "3 more are recorded, and still in the inbox")
        #expect(found.last?.remedy == "storyledger inbox status")
    }

    /// A move takes its time.
    @Test func oneOfThisMomentIsNot() throws {
        let now = Int64(Date().timeIntervalSince1970)
        ledger.clock.advance(seconds: now - ManualClock.noon.microseconds / 1_000_000)
        #expect(try found(["a.ndjson"]).isEmpty)
    }
}
