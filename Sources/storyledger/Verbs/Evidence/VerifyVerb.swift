import ArgumentParser
import CanonicalJSON
import EventLog
import Foundation
import Inbox
import LedgerService
import MerkleLog
import Monitoring
import Projections
import StoryEvents
import Verification

struct VerifyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the whole ledger against itself and against its signed statements.",
        discussion: """
            Every leaf is hashed again and compared with its row, its data, its story, its tiles, the tree's root, every \
            checkpoint, every published file and its receipt. public/statements and the histories in public/abandoned are \
            compared with what the log says of its keys and names. Each finding is a line; the exit status is 1 when there \
            is any, else 0.

            A ledger that is being written to can be checked: events that are appended or published meanwhile are left \
            for the next time.

            Receipts are notes of the keeper, and are not proven. An exception is the name and the hash of the file that an \
            event came in: the event's leaf commits to them (context.file in its data), so a receipt that differs is found \
            in any case. A receipt is also sealed under the ledger's secret, so one changed bit of it is found; a seal \
            proves nothing against a person who can read the secret.

            The persisted projections in views.db are no part of the record. The rows of some stories, chosen at random, \
            are compared with what the log says; --views compares all rows.

            --archive also compares every file in archive/ with its receipt: it finds missing, altered and unknown files. \
            A file that a takedown has removed is counted, not reported. What it left of a file is named as not compared: nothing \
            holds a hash of it.

            Without --key the ledger is only compared with itself: its keeper could have rewritten all of it. --key \
            checks who signed its checkpoints; a ledger without a signature by that key is a finding. The holder of the key \
            could still have made another ledger: what this user saw before (known-logs) and --checkpoint can reveal that. --witness and \
            --policy ask for a checkpoint with these cosignatures. --checkpoint proves that this ledger extends a \
            checkpoint that you kept: nothing before it was rewritten.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var trust: TrustOptions
    @OptionGroup var lost: LostKeyOption

    @Option(
        name: .customLong("checkpoint"),
        help: ArgumentHelp("A checkpoint that you kept, a signed note; asks for --key.", valueName: "file"))
    var kept: String?

    @Flag(help: "Compare all rows of the persisted projections with the log, not only those of some stories.")
    var views = false

    @Flag(name: .customLong("archive"), help: "Hold every archived file against its receipt, too.")
    var withArchive = false

    func run() throws {
        let store = try ledger.open()
        let given = try trust.trust(needsKey: false)
        let lost = try lost.keys(trust)
        let lineage = Self.lineage(of: store)
        let statements = (lineage?.statements ?? []) + abandonedStatements()
        let logKeys = TrustedKeys.connected(given.keys, by: statements)
        var scope = Verifier.Scope(
            directory: ledger.directory.path, keys: logKeys + lost + given.witnesses,
            kept: try kept(given, logKeys + lost))
        scope.forks = Array(lineage?.origins.dropFirst() ?? [])
        scope.statements =
            lineage?.entries.map { StatementFile.Entry(position: $0.position.value, statement: $0.statement) } ?? []
        try Self.check(given.origin, lineage?.origins ?? [store.ledger.origin])
        // A quorum that no cosignature at all meets asks for nothing.
        if !given.quorum.isMet(by: []) {
            scope.quorum = WitnessQuorum(witnesses: given.witnesses, quorum: given.quorum)
        }
        var progress = Progress("verify", unit: "events")
        var failure: Failure?
        let summary = try orFail { () throws(EventLogError) in
            try Verifier(store, scope).run { finding in
                progress.clear()
                do throws(Failure) { try print(finding) } catch { failure = failure ?? error }
            } progress: { done, all in
                progress.show(done, of: all)
            }
        }
        progress.clear()
        if let failure { throw failure }
        var known = (findings: [Finding](), remarks: [String]())
        if !given.keys.isEmpty, let lineage {
            known = try KnownLogs.contradictions(
                store, lineage, logKeys, lost: lost, published: PublicDirectory("\(ledger.directory.path)/public"),
                mayLearn: summary.findings == 0)
        }
        known.findings += try Self.contradictions(given, store, lineage, logKeys)
        let unaccepted = lineage?.unaccepted(by: given.keys)
        known.findings += unaccepted.map { [Finding(.database, $0.finding)] } ?? []
        for finding in known.findings { try print(finding) }
        let rows = try PersistedRows(store, ledger.directory).check(all: views) { finding throws(Failure) in
            try print(finding)
        }
        var total = summary
        if !given.keys.isEmpty { total.notes += Self.strangers(store, logKeys + lost).map { [$0] } ?? [] }
        total.notes += lost.map {
            "\($0.identity) is lost: what it signed is held against the log, and vouches for nothing"
        }
        total.notes += lineage?.entries.compactMap { $0.position == unaccepted?.fork ? nil : $0.forkNote } ?? []
        total.notes = (total.notes + known.remarks).map(\.forNamedLedger)
        total.findings += known.findings.count + rows.findings
        let archive = withArchive ? try checkArchive(store) : nil
        total.findings += archive?.findings ?? 0
        let keptLine = scope.kept.map { Self.line(kept: $0, summary, of: lineage) }
        try print(
            total, rows, archive, keptLine, isSigned: !given.keys.isEmpty, logKeys: logKeys + lost,
            hasMoreKeys: logKeys.count > given.keys.count,
            origin: lineage?.origin ?? store.ledger.origin)
        try say(statements, that: given.keys)
        if total.findings > 0 { throw ExitCode(Failure.different) }
    }

    /// Refuses a ledger of another origin than the one that was asked for.
    private static func check(_ origin: String?, _ origins: [String]) throws(Failure) {
        guard let origin, !origins.contains(where: { $0.utf8.elementsEqual(origin.utf8) }) else { return }
        throw Failure(
            Failure.different, "the ledger's origin is \(origins.last ?? ""), not \(origin)".onOneLine,
            remedy: "give the ledger's own origin, or another --ledger")
    }

    private func checkArchive(_ store: SQLiteEventStore) throws(Failure) -> ArchiveCheck.Summary {
        var progress = Progress("archive", unit: "files")
        defer { progress.clear() }
        var failure: Failure?
        var check = ArchiveCheck(store, InboxDirectories(ledger: ledger.directory.path)) { finding in
            progress.clear()
            do throws(Failure) {
                if output.isJSON {
                    try finding.json.printLine()
                } else {
                    try Terminal.print(finding.description.onOneLine)
                }
            } catch {
                failure = failure ?? error
            }
        }
        let summary = try orFail { () throws(EventLogError) in try check.run { progress.show($0, of: $1) } }
        if let failure { throw failure }
        return summary
    }

    /// The log's names and keys as the log itself says; nil where its events are damaged, which is a finding anyhow.
    private static func lineage(of store: any EventStore) -> LogLineage? {
        do throws(EventLogError) { return try LogLineage(store) } catch { return nil }
    }

    /// What was said of the log's keys in histories that were given up: a restored log does not have it. What cannot be
    /// read of them is a finding.
    private func abandonedStatements() -> [Succession] {
        let place = ledger.directory.publication.abandoned
        guard FileManager.default.fileExists(atPath: place) else { return [] }
        do {
            var statements: [Succession] = []
            for name in try FileManager.default.contentsOfDirectory(atPath: place).sorted() {
                let path = "\(place)/\(name)/statements"
                guard FileManager.default.fileExists(atPath: path) else { continue }
                do throws(Failure) { statements += try TrustOptions.read(statements: path).map(\.statement) } catch {
                    continue
                }
            }
            return statements
        } catch {
            return []
        }
    }

    /// Says which keys the given ones were followed to.
    private func say(_ statements: [Succession], that keys: [VerifierKey]) throws(Failure) {
        let connected = TrustedKeys.connected(keys, by: statements)
        guard !output.isJSON, connected.count > keys.count else { return }
        for statement in statements where connected.contains(statement.new) && statement.isStart {
            try Terminal.print("key: \(statement.connection)".onOneLine)
        }
    }

    private func kept(
        _ given: Trust, _ keys: [VerifierKey]
    ) throws(Failure) -> (name: String, checkpoint: Checkpoint)? {
        guard let kept else { return nil }
        guard !keys.isEmpty else {
            throw Failure(
                Failure.usage, "--checkpoint without --key proves nothing",
                remedy: "add --key with the log's verifier key, as you had it when you kept the checkpoint")
        }
        let bytes = try InputFile.read(kept)
        let note = try orFail { () throws(MerkleLogError) in try SignedNote(bytes: bytes) }
        let believed = Trust(
            given: keys, keys: keys, witnesses: given.witnesses, quorum: given.quorum, statements: [],
            origin: given.origin)
        let policy = try believed.policy(for: note)
        let checkpoint = try orFail { () throws(MerkleLogError) in try policy.open(note).checkpoint }
        return (kept, checkpoint)
    }

    private func print(_ finding: Finding) throws(Failure) {
        if output.isJSON { return try finding.json.printLine() }
        try Terminal.print(finding.description.onOneLine)
    }

    private func print(
        _ summary: Verifier.Summary, _ rows: PersistedRows.Result, _ archive: ArchiveCheck.Summary?,
        _ keptLine: String?, isSigned: Bool, logKeys: [VerifierKey], hasMoreKeys: Bool, origin: String
    ) throws(Failure) {
        if output.isJSON {
            var object = JSONObject()
            object["place"] = "summary"
            object["origin"] = .string(Text(origin))
            object["events"] = JSON(summary.events)
            object["receipts"] = JSON(summary.receipts)
            object["checkpoints"] = JSON(summary.checkpoints)
            object["published"] = summary.published.map { JSON(stored: $0) } ?? .null
            object["root"] = .string(Text(summary.root.hex))
            object["signatures"] = isSigned ? Self.signatures(summary, logKeys) : .null
            object["signed"] = summary.signed.map { JSON(stored: $0) } ?? .null
            object["cosigned"] = summary.cosigned.map { JSON(stored: $0) } ?? .null
            object["seals"] = .bool(summary.secretFault == nil)
            object["views"] = rows.json
            object["archive"] = archive?.json ?? .null
            object["withheld"] = .array(
                summary.withheld.map { ["position": JSON(stored: $0.position), "by": JSON(stored: $0.by)] })
            object["notes"] = .array(summary.notes.map { .string(Text($0)) })
            object["findings"] = JSON(summary.findings)
            return try JSON.object(object).printLine()
        }
        for withheld in summary.withheld {
            try Terminal.print("@\(withheld.position): withheld by the event at @\(withheld.by)")
        }
        for note in summary.notes { try Terminal.print("note: \(note)".onOneLine) }
        let published =
            summary.published.map { $0 == 1 ? "the first event is published" : "the first \($0) events are published" }
            ?? "nothing is published"
        let checkpoints = summary.checkpoints == 1 ? "1 checkpoint" : "\(summary.checkpoints) checkpoints"
        try Terminal.print("\(summary.events) events, \(summary.receipts) receipts, \(checkpoints); \(published)")
        try Terminal.print("receipts are the keeper's own notes: no proof covers them")
        try Terminal.print(rows.description)
        if let size = summary.cosigned { try Terminal.print("cosigned as asked: the first \(size) events") }
        if let archive {
            try Terminal.print("archive: \(archive.text)")
            for path in archive.notCompared {
                try Terminal.print(ArchiveCheck.Summary.line(notCompared: path).onOneLine)
            }
        }
        if let fault = summary.secretFault {
            try Terminal.print(
                "not checked: seals on receipts and checkpoints, and the fingerprints of events; \(fault.message)"
                    .onOneLine)
        }
        if kept == nil, isSigned, summary.findings == 0 {
            try Terminal.print(
                "not checked: that others saw the same log; --checkpoint FILE compares one that was kept")
        }
        if let keptLine, summary.findings == 0 { try Terminal.print(keptLine.onOneLine) }
        try Terminal.print(Self.verdict(summary, isSigned: isSigned, hasMoreKeys: hasMoreKeys))
    }

    /// What was looked at of signatures, and what holds.
    private static func signatures(_ summary: Verifier.Summary, _ keys: [VerifierKey]) -> JSON {
        [
            "keys": .array(keys.map { .string(Text($0.identity.description)) }), "checked": JSON(summary.checkpoints),
            "valid": JSON(summary.validCheckpoints),
        ]
    }

    /// The last line, which claims no more than what was checked.
    private static func verdict(_ summary: Verifier.Summary, isSigned: Bool, hasMoreKeys: Bool) -> String {
        guard summary.findings == 0 else { return "\(summary.findings) finding\(summary.findings == 1 ? "" : "s")" }
        guard isSigned else { return "consistent with itself; who signed it was not checked: no --key was given" }
        let signed = min(UInt64(summary.events), summary.signed ?? 0)
        let rest = UInt64(summary.events) - signed
        let keys = hasMoreKeys ? "the given key or those connected with it" : "the given key"
        return "consistent, and signed by \(keys): \(summary.checkpoints) "
            + "checkpoint\(summary.checkpoints == 1 ? "" : "s")"
            + (rest == 0 ? "" : "; the last \(rest == 1 ? "event is" : "\(rest) events are") not signed yet")
    }
}
