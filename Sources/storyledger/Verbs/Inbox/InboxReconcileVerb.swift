import ArgumentParser
import CanonicalJSON
import EventLog
import Inbox
import StoryEvents
import Verification

struct InboxReconcileVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Account for every file that the inbox has ever seen.",
        discussion: """
            Each file waits in the inbox, or has one receipt: appended, duplicate, unchanged or quarantined. Archived files \
            are held against the hashes of their receipts, and receipts against the log: an appended file has events, and no event is \
            of a file that changed nothing or was refused; seals have to be right. Exit status 1 when a file is missing, changed, named by no \
            receipt, or left alone in the inbox, and when a receipt before the newest is missing. A daemon may run meanwhile.

            A refused file may leave quarantine: a person puts it back or removes it. Nothing says which, so such files are \
            counted apart, and not as accounted for. What a takedown left of a file is named as not compared: nothing holds a \
            hash of it, and a user who can write to the archive can put other words there. A newest receipt that is missing is not found, if its file is gone too.

            A directory that you may not read, such as another producer's, is listed as not looked at. Like what 'verify' \
            does not check, it does not change the exit status: 0 says that nothing is wrong with what was looked at.
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
        var summary = try orFail { () throws(EventLogError) in
            try reconciliation.run { progress.show($0, of: $1) }
        }
        let before = findings.count
        try orFail { () throws(EventLogError) in
            var outcomes = try ReceiptOutcomes(store) {
                findings.append(ReconciliationFinding(path: Text("receipt \($0)"), what: $1))
            }
            try outcomes.run()
            if !outcomes.checksSeals {
                summary.unseen.append(
                    ReconciliationFinding(path: "the seals of receipts", what: "the ledger's secret cannot be read"))
            }
        }
        summary.findings += findings.count - before
        progress.clear()
        if output.isJSON {
            try summary.json(findings).printDocument()
        } else {
            for finding in findings { try Terminal.print("\(finding.path): \(finding.what.forNamedLedger)".onOneLine) }
            for place in summary.unseen { try Terminal.print("not looked at: \(place.path): \(place.what)".onOneLine) }
            for path in summary.notCompared {
                try Terminal.print(ArchiveCheck.Summary.line(notCompared: path).onOneLine)
            }
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
        if gone > 0 { places.append("\(Int(gone).grouped) removed by a takedown") }
        if takenDown > gone {
            places.append("\(Int(takenDown - gone).grouped) changed by a takedown: what is left was not compared")
        }
        if notFiled > 0 { places.append("\(Int(notFiled).grouped) recorded and not filed yet") }
        if removed > 0 { places.append("\(Int(removed).grouped) removed from the archive by retention") }
        if inQuarantine > 0 { places.append("\(Int(inQuarantine).grouped) in quarantine") }
        if leftQuarantine > 0 {
            places.append(
                "\(Int(leftQuarantine).grouped) refused and not there any more (put back or removed; nothing says which)"
            )
        }
        if removedFromQuarantine > 0 {
            places.append("\(Int(removedFromQuarantine).grouped) removed from quarantine by retention")
        }
        lines += places.map { "  " + $0 }
        if notOfInbox > 0 {
            lines.append("  beside them \(Int(notOfInbox).grouped) receipts of commands, not of the inbox")
        }
        if quarantineUnseen > 0 {
            lines.append("  \(Int(quarantineUnseen).grouped) refused; whether they are in quarantine was not looked at")
        }
        lines.append(verdict)
        return lines
    }

    private var verdict: String {
        var words = "not every file is accounted for: \(findings == 1 ? "1 finding" : "\(findings.grouped) findings")"
        if findings == 0 {
            let every = leftQuarantine == 0 ? "every file" : "every other file"
            words =
                unseen.isEmpty
                ? "\(every) that waits, or that a receipt names, is accounted for"
                : "\(every) that could be looked at is accounted for"
        }
        guard !unseen.isEmpty else { return words }
        let places = unseen.count == 1 ? "1 place was" : "\(unseen.count.grouped) places were"
        return "\(words); \(places) not looked at: ask a user who may read them"
    }

    /// `{waiting, appended, duplicate, unchanged, quarantined, archived, takenDown, gone, notCompared: [path], notFiled, removed,
    /// inQuarantine, leftQuarantine, removedFromQuarantine, notOfInbox, quarantineUnseen, unseen: [{path, what}], findings: [{path, what}]}`.
    fileprivate func json(_ found: [ReconciliationFinding]) -> JSON {
        var object = JSONObject()
        object["waiting"] = JSON(waiting)
        for outcome in Self.order { object[Text(outcome.rawValue)] = JSON(stored: outcomes[outcome] ?? 0) }
        object["archived"] = JSON(stored: archived)
        object["takenDown"] = JSON(stored: takenDown)
        object["gone"] = JSON(stored: gone)
        object["notCompared"] = .array(notCompared.map { .string($0) })
        object["notFiled"] = JSON(stored: notFiled)
        object["removed"] = JSON(stored: removed)
        object["inQuarantine"] = JSON(stored: inQuarantine)
        object["leftQuarantine"] = JSON(stored: leftQuarantine)
        object["removedFromQuarantine"] = JSON(stored: removedFromQuarantine)
        object["notOfInbox"] = JSON(stored: notOfInbox)
        object["quarantineUnseen"] = JSON(stored: quarantineUnseen)
        object["unseen"] = Self.json(unseen)
        object["findings"] = Self.json(found)
        return .object(object)
    }

    private static func json(_ entries: [ReconciliationFinding]) -> JSON {
        .array(entries.map { ["path": .string($0.path), "what": .string(Text($0.what.forNamedLedger))] })
    }
}
