import ArgumentParser
import CanonicalJSON
import EventLog
import Inbox
import StoryEvents

struct InboxReconcileVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Account for every file that the inbox has ever seen.",
        discussion: """
            Each file waits in the inbox, or has one receipt: appended, duplicate, unchanged or quarantined. Archived files \
            are held against the hashes of their receipts. Exit status 1 when a file is missing, changed, named by no \
            receipt, or left alone in the inbox. A daemon may run meanwhile. As a user who may not read every \
            directory, what cannot be read is listed.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let store = try ledger.open()
        var findings: [ReconciliationFinding] = []
        var reconciliation = Reconciliation(store, InboxDirectories(ledger: ledger.directory.path)) {
            findings.append($0)
        }
        var progress = Progress("archive", unit: "files")
        let summary = try orFail { () throws(EventLogError) in
            try reconciliation.run { progress.show($0, of: $1) }
        }
        progress.clear()
        if output.isJSON {
            try summary.json(findings).printDocument()
        } else {
            for finding in findings { try Terminal.print("\(finding.path): \(finding.what)".onOneLine) }
            for line in summary.lines { try Terminal.print(line) }
        }
        if !findings.isEmpty { throw ExitCode(Failure.different) }
    }
}

extension Reconciliation.Summary {
    private static let order: [Receipt.Outcome] = [.appended, .duplicate, .unchanged, .quarantined]

    fileprivate var lines: [String] {
        let seen = Self.order.map { "\(Int(outcomes[$0] ?? 0).grouped) \($0.rawValue)" }.joined(separator: ", ")
        var lines = ["\(waiting.grouped) in the inbox; of the files that were taken, \(seen)"]
        var places = ["\(Int(archived).grouped) archived, each with the bytes of its receipt"]
        if takenDown > 0 { places.append("\(Int(takenDown).grouped) changed by a takedown") }
        if notFiled > 0 { places.append("\(Int(notFiled).grouped) recorded and not filed yet") }
        if removed > 0 { places.append("\(Int(removed).grouped) removed from the archive by retention") }
        if inQuarantine > 0 { places.append("\(Int(inQuarantine).grouped) in quarantine") }
        if leftQuarantine > 0 {
            places.append("\(Int(leftQuarantine).grouped) put back from quarantine, or removed from it")
        }
        if removedFromQuarantine > 0 {
            places.append("\(Int(removedFromQuarantine).grouped) removed from quarantine by retention")
        }
        lines += places.map { "  " + $0 }
        if notOfInbox > 0 {
            lines.append("  beside them \(Int(notOfInbox).grouped) receipts of commands, not of the inbox")
        }
        let open = findings == 1 ? "1 file is" : "\(findings.grouped) files are"
        lines.append(findings == 0 ? "every file that a receipt names is accounted for" : "\(open) not accounted for")
        return lines
    }

    /// `{waiting, appended, duplicate, unchanged, quarantined, archived, takenDown, notFiled, removed, inQuarantine,
    /// leftQuarantine, removedFromQuarantine, notOfInbox, findings: [{path, what}]}`.
    fileprivate func json(_ found: [ReconciliationFinding]) -> JSON {
        var object = JSONObject()
        object["waiting"] = JSON(waiting)
        for outcome in Self.order { object[Text(outcome.rawValue)] = JSON(stored: outcomes[outcome] ?? 0) }
        object["archived"] = JSON(stored: archived)
        object["takenDown"] = JSON(stored: takenDown)
        object["notFiled"] = JSON(stored: notFiled)
        object["removed"] = JSON(stored: removed)
        object["inQuarantine"] = JSON(stored: inQuarantine)
        object["leftQuarantine"] = JSON(stored: leftQuarantine)
        object["removedFromQuarantine"] = JSON(stored: removedFromQuarantine)
        object["notOfInbox"] = JSON(stored: notOfInbox)
        object["findings"] = .array(found.map { ["path": .string($0.path), "what": .string(Text($0.what))] })
        return .object(object)
    }
}
