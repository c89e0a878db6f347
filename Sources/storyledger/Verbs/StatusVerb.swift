import ArgumentParser
import CanonicalJSON
import EventLog
import Foundation
import Inbox
import LedgerService
import Publication
import StoryEvents

struct StatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show where the ledger stands.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let directory = ledger.directory
        let store = try ledger.open()
        let (size, head, newest) = try orFail { () throws(EventLogError) in
            (try store.size(), try store.head(), try store.receipts(limit: 1).first)
        }
        let (withheld, unfinished) = try orFail { () throws(EventLogError) in
            (try store.withheldFingerprints().count, try store.pendingErasures())
        }
        let listing = try orFail { () throws(InboxError) in
            try InboxListing.read(InboxDirectories(ledger: directory.path))
        }
        let bytes = ["", "-wal"].reduce(0) { $0 + Self.size(of: directory.database + $1) }
        let publication = try PublicationStanding(directory, store)
        let projections = try ProjectionStandings(store, directory)
        if output.isJSON {
            var object = JSONObject()
            object["ledger"] = .string(Text(directory.path))
            object["origin"] = .string(Text(store.ledger.origin))
            object["created"] = JSON(store.ledger.created)
            object["events"] = .integer(size)
            object["withheld"] = JSON(withheld)
            object["unfinishedTakedowns"] = .array(unfinished.map { JSON($0) })
            object["newest"] = head.map { JSON($0.recorded) } ?? .null
            object["files"] = .integer(newest?.number ?? 0)
            object["inbox"] = JSON(listing.inbox.count)
            object["quarantine"] = JSON(listing.quarantine.count)
            object["bytes"] = .integer(bytes)
            object["publication"] = publication.json
            object["projections"] = .array(projections.all.map(\.json))
            return try JSON.object(object).printDocument()
        }
        let rows: [(String, String)] =
            [
                ("ledger", directory.path), ("origin", store.ledger.origin), ("created", "\(store.ledger.created)"),
                ("events", head.map { "\(size), newest \($0.position) recorded \($0.recorded)" } ?? "none yet"),
                (
                    "files",
                    newest.map { "\($0.number) taken or refused, newest \($0.file) (\($0.outcome.rawValue))" }
                        ?? "none yet"
                ),
                ("inbox", "\(listing.inbox.count) in it, \(listing.quarantine.count) in quarantine"),
                ("size", "\(bytes / 1024) KiB"),
            ] + Self.rows(withheld: withheld, unfinished) + publication.rows + projections.rows
        for (name, value) in rows { try Terminal.print("\(name.padded(to: 11))\(value.onOneLine)") }
    }

    private static func rows(withheld: Int, _ unfinished: [Position]) -> [(String, String)] {
        guard withheld > 0 else { return [] }
        var text = "the data of \(withheld == 1 ? "1 event" : "\(withheld) events")"
        if !unfinished.isEmpty {
            text += "; files may still hold that of \(unfinished.map(\.description).joined(separator: ", ")): "
            text += "give 'storyledger withhold' again"
        }
        return [("withheld", text)]
    }

    private static func size(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
