import CanonicalJSON
import Foundation
import StoryEvents
import Testing

@testable import Backup

@Suite struct ManifestTests {
    private let directory = Scratch()

    private let header = Manifest(
        origin: "news.example.org/ledger", created: RecordedTime(microseconds: 1_772_000_000_000_000), events: 7,
        receipts: 3, root: String(repeating: "a", count: 64), checkpoint: 5, snapshot: "snapshot-20260302T170000Z",
        missing: ["key"],
        sources: [InboxSource(name: "photo", user: "u2"), InboxSource(name: "wire", user: nil)])

    private func file(_ path: String, _ bytes: Int64 = 1) -> BackedUpFile {
        BackedUpFile(
            path: Array(path.utf8), bytes: bytes, modified: RecordedTime(microseconds: 1_772_000_000_000_001),
            sha256: [UInt8](repeating: 7, count: 32))
    }

    private func write(_ files: [BackedUpFile]) throws {
        var writer = try ManifestWriter(path: path, header)
        for file in files { try writer.add(file) }
        try writer.finish()
    }

    private var path: String { directory.path + "/" + Manifest.name }

    private func read() throws -> (Manifest, [BackedUpFile]) {
        var reader = try ManifestReader(directory.path)
        var files: [BackedUpFile] = []
        while let file = try reader.next() { files.append(file) }
        return (reader.manifest, files)
    }

    @Test func comesBackAsItWasWritten() throws {
        let files = [file("archive/a", 0), file("archive/ü%\u{1}"), file("quarantine/b", .max >> 11)]
        try write(files)
        let (manifest, found) = try read()
        #expect(manifest == header)
        #expect(found == files)
    }

    @Test func noChangedOrMissingByteIsReadAsSomethingElse() throws {
        try write([file("archive/a"), file("archive/b")])
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        for place in whole.indices {
            for changed in [Array(whole[..<place]), whole[..<place] + [whole[place] ^ 1] + whole[(place + 1)...]] {
                try Data(changed).write(to: URL(fileURLWithPath: path))
                #expect(throws: BackupError.self, "byte \(place)") { try read() }
            }
        }
    }

    @Test func nothingMayFollow() throws {
        try write([file("archive/a")])
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for more in ["\n", "{}\n", "x"] {
            try (whole + Data(more.utf8)).write(to: URL(fileURLWithPath: path))
            #expect(throws: BackupError.self) { try read() }
        }
    }

    @Test func aDirectoryWithoutOneHasNoBackup() {
        #expect(throws: BackupError.missing(path: directory.path)) { try read() }
    }
}

/// An empty directory that is removed with this value.
private final class Scratch: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "BackupTests-\(UUID().uuidString)").path

    init() {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            Issue.record("\(error)")
        }
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { Issue.record("\(error)") }
    }
}
