import EventLog
import Foundation
import LedgerTestKit
import MerkleLog
import StoryEvents

@testable import Publication

/// A ledger with a key, in a directory of its own, and what publishes it.
final class PublishedLedger {
    let ledger: TemporaryLedger
    let directories: PublicationDirectories
    let store: SQLiteEventStore
    let keys: SigningKeys
    private var next = 0

    init(events: Int = 0) throws {
        ledger = try TemporaryLedger()
        let path = URL(fileURLWithPath: ledger.path).deletingLastPathComponent().path
        directories = PublicationDirectories(ledger: path)
        store = try ledger.open(.readWrite)
        keys = try KeyFile(directories, environment: [:]).create(origin: store.ledger.origin)
        try append(events)
    }

    var publisher: Publisher { publisher(Disk()) }

    func publisher(
        _ disk: Disk, _ store: SQLiteEventStore? = nil, patience: Int = 0, required: WitnessQuorum? = nil
    ) -> Publisher {
        let clock = ledger.clock
        return Publisher(
            store ?? self.store, directories, KeyFile(directories, environment: [:]), clock: { clock.now }, disk: disk,
            lock: PublicationLock(path: directories.lock, patience: patience), required: required)
    }

    /// The key's file becomes a credential of systemd's, with further lines before it.
    ///
    /// - Returns: What publishes the ledger then.
    func publisherWithCredential(adding lines: [String] = []) throws -> Publisher {
        let credentials = directories.ledger + "/credentials"
        try FileManager.default.createDirectory(atPath: credentials, withIntermediateDirectories: true)
        let text = (lines + keys.signers.map(\.privateText)).joined(separator: "\n")
        try Data(text.utf8).write(to: URL(fileURLWithPath: credentials + "/key"))
        chmod(credentials + "/key", 0o440)
        let clock = ledger.clock
        return Publisher(
            store, directories, KeyFile(directories, environment: ["CREDENTIALS_DIRECTORY": credentials]),
            clock: { clock.now }, disk: Disk(), lock: PublicationLock(path: directories.lock, patience: 0))
    }

    /// Appends events that say nothing in particular.
    func append(_ count: Int, named name: String = "event") throws {
        let events = try (0..<count).map { try NewEvent.sample("s\($0 % 7)", id: "\(name)-\(next + $0)") }
        next += count
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            for event in events { _ = try transaction.append(event, expecting: .any) }
        }
    }

    /// Every file below public/ and the published head: path and bytes.
    func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        let root = URL(fileURLWithPath: directories.published)
        for case let path as String in FileManager.default.enumerator(atPath: root.path) ?? .init() {
            let url = root.appending(path: path)
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            files[path] = try Data(contentsOf: url)
        }
        return files
    }

    /// Puts public/ and the published head away, to be brought back as they are now.
    func snapshot() throws -> Snapshot { try Snapshot(directories) }

    /// public/ and the published head at one moment.
    struct Snapshot {
        private let directories: PublicationDirectories
        private let copy: String

        init(_ directories: PublicationDirectories) throws {
            self.directories = directories
            copy = directories.ledger + "/snapshot"
            try? FileManager.default.removeItem(atPath: copy)
            try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
            for (from, name) in [(directories.published, "public"), (directories.head, "head")]
            where FileManager.default.fileExists(atPath: from) {
                try FileManager.default.copyItem(atPath: from, toPath: "\(copy)/\(name)")
            }
        }

        func restore() throws {
            for (to, name) in [(directories.published, "public"), (directories.head, "head")] {
                if FileManager.default.fileExists(atPath: to) { try FileManager.default.removeItem(atPath: to) }
                let from = "\(copy)/\(name)"
                if FileManager.default.fileExists(atPath: from) {
                    try FileManager.default.copyItem(atPath: from, toPath: to)
                }
            }
        }
    }
}
