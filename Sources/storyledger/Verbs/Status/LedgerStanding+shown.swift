import CanonicalJSON
import EventLog
import Files
import Inbox
import LedgerService
import LedgerStatus
import StoryEvents

extension LedgerStanding {
    /// `{ledger, origin, created, events, withheld, unfinishedTakedowns, newest, files, inbox, quarantine, intake, held, bytes,
    /// wal, disk, clock, check, publication, projections}`.
    var json: JSON {
        var object = JSONObject()
        object["ledger"] = .string(Text(directory.path))
        object["origin"] = .string(Text(origin))
        object["created"] = JSON(ledger.created)
        object["events"] = .integer(size)
        object["withheld"] = JSON(withheld)
        object["unfinishedTakedowns"] = .array(unfinished.map { JSON($0) })
        object["newest"] = head.map { JSON($0.recorded) } ?? .null
        object["files"] = JSON(stored: newest?.number ?? 0)
        (object["inbox"], object["quarantine"]) = (.null, .null)
        if listing.obstacles.isEmpty {
            (object["inbox"], object["quarantine"]) = (JSON(listing.inbox.count), JSON(listing.quarantine.count))
        }
        object["intake"] = intake
        object["held"] = .array(held.map(\.json))
        object["bytes"] = JSON(stored: bytes)
        object["wal"] = [
            "bytes": JSON(stored: walBytes), "heldSince": daemon.state?.walHeldSince.map { JSON($0) } ?? .null,
        ]
        object["disk"] = JSON(refusal.map { Text($0.message(of: directory.path)) })
        object["clock"] = clock.json(clockFault() ?? clock.partFault)
        object["check"] =
            check.map { check in
                [
                    "finished": check.finished.map { JSON($0) } ?? .null,
                    "faults": .array(
                        check.faults.map { ["what": .string(Text($0.text)), "found": JSON($0.found)] }),
                ]
            } ?? .null
        object["publication"] = publication.json
        object["projections"] = .array(projections.all.map(\.json))
        return .object(object)
    }

    /// A name and a text each.
    var rows: [(String, String)] {
        let events = head.map { "\(size), newest \($0.position) recorded \($0.recorded.shown)" } ?? "none yet"
        let files = newest.map { "\($0.number) taken or refused, newest \($0.file) (\($0.outcome.rawValue))" }
        let inbox =
            listing.obstacles.isEmpty
            ? "\(listing.inbox.count) in it, \(listing.quarantine.count) in quarantine"
            : listing.obstacles.map(\.reason).joined(separator: "; ")
        var rows = [
            ("ledger", directory.path), ("origin", origin), ("created", ledger.created.shown),
            ("events", events), ("files", files ?? "none yet"), ("inbox", inbox), ("size", "\(bytes / 1024) KiB"),
        ]
        if let since = daemon.state?.walHeldSince {
            let files = "the write-ahead log has \(walBytes / 1024) KiB"
            rows.append(
                (
                    "",
                    "\(files): a reader keeps it from being emptied since \(since.shown); "
                        + "'fuser -v \(directory.database)-shm' names the processes"
                ))
        }
        rows += intakeRows
        if let refusal {
            let reason = refusal.message(of: directory.path)
            rows.append(
                ("disk", "nothing can be written: \(reason); \(refusal.remedy(of: directory.path).forNamedLedger)"))
        }
        for (number, line) in clock.lines(clockFault() ?? clock.partFault).enumerated() {
            rows.append((number == 0 ? "clock" : "", line))
        }
        rows += checkRows
        rows += takedowns
        rows += publication.rows + heldRows([.publication])
        return rows + projections.rows + heldRows([.projections])
    }

    /// What keeps parts from their work, but for what other rows say.
    private func heldRows(_ parts: Set<PartFault.Part>) -> [(String, String)] {
        let said = [
            daemon.state?.stall?.reason, refusal?.message(of: directory.path), publication.obstacle?.message,
            (clockFault() ?? clock.partFault)?.message,
        ]
        return held.filter { parts.contains($0.part) && !said.contains($0.message) }
            .map { ("", [$0.text, $0.remedy.forNamedLedger].filter { !$0.isEmpty }.joined(separator: "; ")) }
    }

    /// `{running, stall, waiting, suspended, notTaken}`: whether a daemon runs, null where that cannot be told; what keeps
    /// everything up; and numbers of files, null where they cannot be read.
    private var intake: JSON {
        let state = daemon.state
        // Without a daemon nothing waits.
        let none: JSON = daemon.isRunning == false ? 0 : .null
        return [
            "running": daemon.isRunning.map(JSON.bool) ?? .null, "stall": JSON((state?.stall?.reason).map { Text($0) }),
            "waiting": state.map { JSON($0.counts.waiting) } ?? none,
            "suspended": state.map { JSON($0.counts.suspended) } ?? none,
            "notTaken": notTaken.map { JSON($0) } ?? .null,
        ]
    }

    /// Why nothing can be written; nil where something can.
    private var refusal: WriteRefusal? { room?.refusal }

    private var intakeRows: [(String, String)] {
        var rows = [("intake", daemon.text)]
        if let stall = daemon.state?.stall {
            rows.append(("", "stopped since \(stall.since.shown): \(stall.reason); \(stall.remedy.forNamedLedger)"))
        }
        rows += heldRows([.intake, .disk, .note, .site, .health])
        if let report, !report.isReady { rows.append(("", "not ready yet: \(report.line)")) }
        let counts = [
            (daemon.state?.counts.waiting ?? 0, "deferred"), (daemon.state?.counts.suspended ?? 0, "suspended"),
            (notTaken ?? 0, "not taken"), (listing.unseen.count, "not looked at"),
        ].filter { $0.0 > 0 }
        if !counts.isEmpty {
            rows.append(
                (
                    "",
                    counts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
                        + ": see 'storyledger inbox status'".forNamedLedger
                ))
        }
        return rows
    }

    /// What the background check has found; nothing before it has looked at anything.
    private var checkRows: [(String, String)] {
        guard let check else { return [] }
        guard let first = check.faults.first else {
            return check.finished.map { [("check", "nothing is damaged, as of \($0.shown)")] } ?? []
        }
        let others = check.faults.count > 1 ? " and \(check.faults.count - 1) more" : ""
        return [
            (
                "check",
                "the log is damaged, found \(first.found.shown): \(first.text)\(others); "
                    + "see 'storyledger verify'".forNamedLedger
            )
        ]
    }

    /// How many directories and files are not taken as they are; nil where the inbox cannot be listed.
    private var notTaken: Int? { listing.obstacles.isEmpty ? listing.leftOut.count : nil }

    private var takedowns: [(String, String)] {
        guard withheld > 0 else { return [] }
        var text = "the data of \(withheld == 1 ? "1 event" : "\(withheld) events")"
        if !unfinished.isEmpty {
            text += "; files may still hold that of \(unfinished.map(\.description).joined(separator: ", ")): "
            text += "give 'storyledger withhold' again".forNamedLedger
        }
        return [("withheld", text)]
    }
}

extension PartFault {
    /// That a part does not work, and why.
    fileprivate var text: String {
        switch part {
        case .intake: "stopped: \(message)"
        case .publication: "publishes nothing: \(message)"
        case .projections: "keeps no projections: \(message)"
        case .disk: message
        case .note: "no note of work: \(message)"
        case .site: "the site is not served: \(message)"
        case .health: "health is not served: \(message)"
        }
    }
}
