import ArgumentParser
import EventLog
import Foundation
import LedgerService
import Projections
import StoryEvents

/// Which ledger a command is about.
struct LedgerOptions: ParsableArguments {
    @Option(
        name: .customLong("ledger"),
        help: ArgumentHelp("The ledger's directory (default: $STORYLEDGER_DIR, else ./ledger).", valueName: "dir"))
    var path: String?

    var directory: LedgerDirectory {
        let named = path ?? ProcessInfo.processInfo.environment["STORYLEDGER_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        return LedgerDirectory(named ?? "./ledger")
    }

    /// - Parameter patience: How long a call waits for another process that holds the log.
    func open(
        _ access: SQLiteEventStore.Access = .readOnly, patience: Duration = .seconds(30)
    ) throws(Failure) -> SQLiteEventStore {
        try orFail { () throws(EventLogError) in try directory.open(access, patience: patience) }
    }
}

extension SQLiteEventStore {
    /// A story at a cut, by its id or any unique beginning of it.
    func view(of name: String, _ cut: StoryCut = .none) throws(Failure) -> StoryView {
        let reader = StoryReader(self)
        return try orFail { () throws(StoryError) in try reader.view(of: reader.story(named: name), cut) }
    }

    /// A projection of a story at a cut, by the story's id or any unique beginning of it.
    func fold<Projection: StoryProjection>(
        _ name: String, _ cut: StoryCut, into projection: Projection.Type = Projection.self
    ) throws(Failure) -> Projection {
        let reader = StoryReader(self)
        return try orFail { () throws(StoryError) in try reader.fold(reader.story(named: name), cut) }
    }
}

/// How a reading command prints.
struct OutputOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print JSON: one document, or one object a line for streams.")
    var isJSON = false
}

/// Where a command cuts the log.
struct CutOptions: ParsableArguments {
    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp("Cut by what was recorded: a position, a version or a time.", valueName: "cut"))
    var asOf: String?

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp("Cut by what had happened in the world by a time.", valueName: "time"))
    var at: String?

    func cut() throws(Failure) -> StoryCut {
        do throws(CutFault) {
            return StoryCut(
                asOf: try asOf.map { text throws(CutFault) in try Cut(text, zone: LocalZone.name) },
                at: try at.map { text throws(CutFault) in try Cut.moment(text, zone: LocalZone.name) })
        } catch {
            throw Failure(error)
        }
    }

    /// The cut of the whole log; a version is of one story.
    func ledgerCut() throws(Failure) -> LedgerCut {
        guard let cut = LedgerCut(try cut()) else {
            throw Failure(
                Failure.usage, "--as-of takes a position or a time here; '\(asOf ?? "")' is a version of one story",
                remedy: "write @17, or a time")
        }
        return cut
    }
}

/// The zone that times without an offset are read in: the machine's, or TZ's.
enum LocalZone {
    static var name: String {
        let name = TimeZone.current.identifier
        return name.contains("/") ? name : "UTC"
    }
}
