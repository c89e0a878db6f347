import ArgumentParser
import CanonicalJSON
import EventLog
import Foundation
import LedgerService
import Projections
import LedgerStatus
import StoryEvents

struct ProjectionsStatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "List persisted projections: their progress, which stopped, and why.",
        discussion: "Exit status 1 when one has stopped. The command only reads: it does not catch up with the log.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: ListingOptions

    func run() throws {
        let store = try ledger.open()
        let standings = try orFail { () throws(StandingError) in try ProjectionStandings(store, ledger.directory) }
        let rows = standings.all.map { standing in
            [
                standing.name, String(standing.serving?.version ?? standing.version),
                String(standing.serving?.position.value ?? 0), String(standing.lag), standing.state,
            ]
        }
        if let obstacle = standings.obstacle { Failure.say("persisted projections cannot be read: \(obstacle)") }
        if output.isJSON {
            for standing in standings.all { try standing.json.printLine() }
        } else if output.isTSV {
            try TabSeparated.print(["projection", "version", "events", "behind", "state"], rows)
        } else {
            var table = Table(["PROJECTION", "VERSION", "EVENTS", "BEHIND", "STATE"], flexible: 4)
            for row in rows { table.add(row) }
            try table.print()
        }
        if standings.all.contains(where: { $0.serving?.fault != nil }) { throw ExitCode(Failure.different) }
    }
}

extension ProjectionStandings {
    /// A name and a text each, for `status`: those that are stale, or one for all.
    var rows: [(String, String)] {
        if let obstacle { return [("persisted", "cannot be read: \(obstacle)")] }
        let stale = all.filter { $0.staleness != nil || $0.building != nil }
        if stale.isEmpty { return [("persisted", all.map(\.name).joined(separator: ", "))] }
        return stale.map { ("persisted", "\($0.name): \($0.state)") }
    }
}

extension ProjectionStanding {
    /// A word or two for people.
    var state: String {
        var state = staleness ?? "current"
        if let building { state += "; being rebuilt, \(building.position.value) of \(size) events" }
        return state
    }

    /// `{projection, version, position, behind, stale, fault, building}`.
    var json: JSON {
        var object = JSONObject()
        object["projection"] = .string(Text(name))
        object["version"] = serving.map { JSON($0.version) } ?? .null
        object["events"] = serving.map { JSON(stored: $0.position.value) } ?? .integer(0)
        object["behind"] = JSON(stored: lag)
        object["stale"] = JSON(staleness.map { Text($0) })
        object["fault"] =
            serving?.fault.map { ["position": JSON($0.position), "message": .string(Text($0.message))] } ?? .null
        object["building"] =
            building.map { ["version": JSON($0.version), "events": JSON(stored: $0.position.value)] } ?? .null
        return .object(object)
    }
}
