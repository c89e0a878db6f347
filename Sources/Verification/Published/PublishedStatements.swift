import EventLog
import Foundation
import MerkleLog
import Monitoring

/// Holds what is published of the log's keys and names, and of histories that it gave up, against the log.
///
/// The file and the directories are read before the log is: so what they say is in the log, however fast it grows.
struct PublishedStatements {
    private let files: PublicDirectory
    /// The directory of the public files.
    private let place: String
    /// The names of the directories in `abandoned/`.
    private let abandoned: [String]
    /// The file; nil where there is none.
    private var bytes: [UInt8]?
    private var isRead = true

    private static let path = "\(LedgerLayout.published)/statements"

    /// - Parameter ledger: The ledger's directory.
    init(ledger: String, _ report: (Finding) -> Void) {
        self.place = "\(ledger)/public"
        files = PublicDirectory(self.place)
        do throws(PublicFilesFault) { bytes = try files.read("statements", atMost: StatementFile.longest) } catch {
            report(Finding(.file(Self.path), "it cannot be read: \(error.message)"))
            isRead = false
        }
        let place = "\(ledger)/public/abandoned"
        guard FileManager.default.fileExists(atPath: place) else {
            abandoned = []
            return
        }
        do { abandoned = try FileManager.default.contentsOfDirectory(atPath: place).sorted() } catch {
            report(
                Finding(
                    .file("\(LedgerLayout.published)/abandoned"),
                    "it cannot be read: \((error as NSError).localizedDescription)"))
            abandoned = []
        }
    }

    /// - Parameter size: Size of the published tree, in leaves; nil where nothing is published.
    func check(_ store: any TreeStore, publishedSize size: UInt64?, _ report: (Finding) -> Void) {
        let lineage: LogLineage
        // Events that cannot be read are found where rows are checked.
        do throws(EventLogError) { lineage = try LogLineage(store) } catch { return }
        let published = lineage.entries.prefix { UInt64(clamping: $0.position.value) < size ?? 0 }
        if isRead { compare(lineage.entries, atLeast: published.count, report) }
        for entry in published { checkKept(entry, store, report) }
        checkAbandoned(lineage.statements, Set(published.compactMap { AbandonedHistory($0.statement) }), report)
    }

    private func compare(_ entries: [LogLineage.Entry], atLeast needed: Int, _ report: (Finding) -> Void) {
        let place = Finding.Place.file(Self.path)
        guard let bytes else {
            guard needed > 0 else { return }
            return report(Finding(place, "it is missing; the log has changed its keys or its name"))
        }
        var rest = bytes[...]
        for (number, entry) in entries.enumerated() {
            if rest.isEmpty, number >= needed { return }
            let line = entry.line
            guard rest.starts(with: line) else {
                let what = rest.isEmpty ? "it lacks" : "its line \(number + 1) is not"
                return report(Finding(place, "\(what) the statement of the event at \(entry.position)"))
            }
            rest = rest.dropFirst(line.count)
        }
        if !rest.isEmpty { report(Finding(place, "it says more than the \(entries.count) statements in the log")) }
    }

    private func checkKept(_ entry: LogLineage.Entry, _ store: any TreeStore, _ report: (Finding) -> Void) {
        guard case .forked(_, let kept) = entry.statement.kind else { return }
        let place = Finding.Place.event(entry.position.value)
        guard kept.size <= UInt64(clamping: entry.position.value) else {
            return report(Finding(place, "the fork keeps \(kept.size) events, more than there are before it"))
        }
        do throws(MerkleLogError) {
            guard try LogTree(store, size: kept.size).root(ofSize: kept.size) != kept.root else { return }
            report(Finding(place, "the fork keeps another history of \(kept.size) events than this log has"))
        } catch {
            report(Finding(place, "the \(kept.size) events that the fork keeps cannot be read: \(error)"))
        }
    }

    /// Reads each history that a statement gives up: of this log or, where a log was restored and forked again, of
    /// another history that was given up.
    ///
    /// - Parameter needed: Those that must be there.
    private func checkAbandoned(
        _ statements: [Succession], _ needed: Set<AbandonedHistory>, _ report: (Finding) -> Void
    ) {
        var due = statements.compactMap { AbandonedHistory($0) }
        var known: Set<String> = []
        while let history = due.popLast() {
            guard known.insert(history.path).inserted else { continue }
            let isThere = abandoned.contains { "abandoned/\($0)" == history.path }
            guard isThere || needed.contains(history) else { continue }
            let place = Finding.Place.file("\(LedgerLayout.published)/\(history.path)")
            history.check(in: files) { report(Finding(place, $0)) }
            if isThere { checkFiles(of: history, report) }
            due += Self.statements(of: history, files).compactMap { AbandonedHistory($0) }
        }
        for name in abandoned where !known.contains("abandoned/\(name)") {
            report(
                Finding(
                    .file("\(LedgerLayout.published)/abandoned/\(name)"),
                    "no statement of the log gives up such a history"))
        }
    }

    /// Looks through a history's directory: what its check does not read is compared too.
    private func checkFiles(of history: AbandonedHistory, _ report: (Finding) -> Void) {
        let directory = "\(place)/\(history.path)"
        guard let names = FileManager.default.enumerator(atPath: directory) else { return }
        for case let name as String in names {
            var status = stat()
            guard lstat("\(directory)/\(name)", &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { continue }
            guard let what = history.fault(of: name, in: files) else { continue }
            report(Finding(.file("\(LedgerLayout.published)/\(history.path)/\(name)"), what))
        }
    }

    /// Statements of a history that was given up; none where they cannot be read, which its check finds.
    private static func statements(of history: AbandonedHistory, _ files: PublicDirectory) -> [Succession] {
        do {
            guard let bytes = try files.read("\(history.path)/statements", atMost: StatementFile.longest) else {
                return []
            }
            return try StatementFile.read(bytes).map(\.statement)
        } catch {
            return []
        }
    }
}
