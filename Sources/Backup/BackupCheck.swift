import EventLog
import StoryEvents
import Verification

/// Compares a backup with its manifest, and its log with itself.
public struct BackupCheck {
    /// Something that is wrong with a backup.
    public struct BackupFinding: Hashable, Sendable, CustomStringConvertible {
        /// The file's path below the backup.
        public let path: String
        /// What is wrong.
        public let what: String

        /// The finding in one line.
        public var description: String { "\(path): \(what)" }
    }

    private let path: String
    private let report: (BackupFinding) -> Void
    private let progress: (Int64) -> Void

    /// - Parameters:
    ///   - path: The backup.
    ///   - report: Takes each finding.
    ///   - progress: Takes the number of files looked at.
    public init(
        _ path: String, report: @escaping (BackupFinding) -> Void, progress: @escaping (Int64) -> Void = { _ in }
    ) {
        self.path = path
        self.report = report
        self.progress = progress
    }

    /// Checks everything.
    ///
    /// - Returns: What the backup is of, its files and bytes.
    /// - Throws: ``BackupError/damaged(path:findings:)`` after all findings are reported; ``BackupError/missing(path:)``.
    @discardableResult
    public func run() throws(BackupError) -> BackupWriter.Summary {
        var reader = try ManifestReader(path)
        var summary = BackupWriter.Summary(manifest: reader.manifest)
        var findings = 0
        func find(_ path: String, _ what: String) {
            findings += 1
            report(BackupFinding(path: path, what: what))
        }
        var listed = Set<[UInt8]>()
        while let file = try reader.next() {
            let name = PathText.encode(file.path)
            switch try FileBytes.digest([UInt8](path.utf8) + [UInt8(ascii: "/")] + file.path) {
            case nil: find(name, "it is missing")
            case let found? where found.sha256 != file.sha256:
                find(
                    name,
                    "SHA-256 is \(found.sha256.hexadecimal), the manifest says \(file.sha256.hexadecimal)")
            default: break
            }
            if file.path.starts(with: Array(reader.manifest.snapshot.utf8)) { listed.insert(file.path) }
            summary.files += 1
            summary.bytes += file.bytes
            progress(summary.files)
        }
        let database = Array("\(reader.manifest.snapshot)/ledger.db".utf8)
        if listed.contains(database), findings == 0 {
            try checkLog(reader.manifest, FileTree.text(database), find)
        } else if !listed.contains(database) {
            find(FileTree.text(database), "the manifest does not list it")
        }
        guard findings == 0 else { throw .damaged(path: path, findings: findings) }
        return summary
    }

    private func checkLog(
        _ manifest: Manifest, _ name: String, _ find: (String, String) -> Void
    ) throws(BackupError) {
        let database = "\(path)/\(name)"
        do throws(EventLogError) {
            let (summary, copy) = try LogCopy.verify(database, secret: nil, { find(name, $0.description) })
            if !copy.ledger.origin.utf8.elementsEqual(manifest.origin.utf8) {
                find(name, "it is the log of \(copy.ledger.origin), the manifest says \(manifest.origin)")
            }
            if Int64(summary.events) != manifest.events || summary.root.hex != manifest.root {
                find(
                    name,
                    "it holds \(summary.events) events with root \(summary.root.hex), the manifest says "
                        + "\(manifest.events) with \(manifest.root)")
            }
        } catch {
            find(name, error.message)
        }
    }
}
