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
        help: ArgumentHelp("The ledger's directory (default: $STORYLEDGER_DIR, else ./ledger).", valueName: "dir"),
        completion: .directory)
    var path: String?

    func validate() { NamedLedger.path = path }

    var directory: LedgerDirectory { Self.directory(path) }

    /// - Parameter path: As the option names it; nil for none.
    static func directory(_ path: String?) -> LedgerDirectory {
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
        try refuse(beyondTheLog: cut.asOf)
        let reader = StoryReader(self)
        return try orFail { () throws(StoryError) in try reader.view(of: reader.story(named: name), cut) }
    }

    /// A projection of a story at a cut, by the story's id or any unique beginning of it.
    func fold<Projection: StoryProjection>(
        _ name: String, _ cut: StoryCut, into projection: Projection.Type = Projection.self
    ) throws(Failure) -> Projection {
        try refuse(beyondTheLog: cut.asOf)
        let reader = StoryReader(self)
        return try orFail { () throws(StoryError) in try reader.fold(reader.story(named: name), cut) }
    }
}

extension SQLiteEventStore {
    /// The corrections of a claim that were undone: only a story that has such a correction is read again.
    func undoneCorrections(_ board: ClaimBoard, _ cut: StoryCut) throws(Failure) -> [UndoneCorrection] {
        try orFail { () throws(StoryError) in try StoryReader(self).undoneCorrections(of: board, cut) }
    }
}

extension EventStore {
    /// Refuses a cut at a position that the log does not have.
    func refuse(beyondTheLog cut: Cut?) throws(Failure) {
        guard case .position(let position)? = cut else { return }
        let size: Int64
        do throws(EventLogError) { size = try self.size() } catch { throw Failure(error) }
        guard position.value >= size else { return }
        let newest = size == 0 ? "it is empty" : "its newest event is @\(size - 1)"
        throw Failure(
            Failure.noInput, "the log has no \(position); \(newest)", remedy: "leave --as-of out for all there is")
    }
}

/// How a reading command prints.
struct OutputOptions: ParsableArguments {
    @Flag(
        name: [.customLong("json"), .customShort("j")],
        help: "Print JSON: one document, or one object a line for streams.")
    var isJSON = false

    /// Refuses another format beside `--json`.
    func check(_ format: (some RawRepresentable<String>)?) throws {
        guard isJSON, let format, format.rawValue != "json" else { return }
        throw ValidationError("--json and --format \(format.rawValue) cannot go together")
    }
}

/// How a command reads the times that are typed.
struct TimeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The zone of times that name none, and that pages show times in: Europe/London, UTC. Without it, times that "
                + "name none are in the machine's, or TZ's.",
            valueName: "zone"))
    var zone: String?

    /// Has pages show times in the zone of `--zone`.
    ///
    /// - Throws: Where that is no zone.
    func show() throws(Failure) { ShownTime.zone = try namedZone() }

    func reader() throws(Failure) -> TimeReader { try reader(besides: nil) }

    private func reader(besides zone: Zone?) throws(Failure) -> TimeReader {
        if let zone = try namedZone() ?? zone { return TimeReader(zone: zone, now: Self.now) }
        return TimeReader(zone: try Zone.local(), now: Self.now)
    }

    /// The zone of `--zone`; nil without one.
    func namedZone() throws(Failure) -> Zone? {
        guard let zone else { return nil }
        do throws(TimeFault) { return try Zone(named: zone) } catch {
            throw Failure(Failure.usage, error.message, remedy: error.remedy)
        }
    }

    /// Reads a time.
    ///
    /// - Parameters:
    ///   - option: The option that it was typed for, as help names it.
    ///   - zone: Of times that name none, where `--zone` is not given; nil for that of TZ or the machine.
    func read(
        _ text: String, _ edge: TimeReader.Edge, for option: String, in zone: Zone? = nil
    ) throws(Failure) -> TimeReader.Reading {
        let reader = try reader(besides: zone)
        do throws(CutFault) { return try reader.read(text, edge) } catch {
            guard Cut.isTime(text) else {
                throw Failure(
                    Failure.usage,
                    "\(option) takes a time, and '\(text)' is a \(text.hasPrefix("@") ? "position" : "version")",
                    remedy: option == "--at" ? "write --as-of \(text), or a time: 2026-03-02 17:20" : CutFault.times)
            }
            throw Failure(Failure.usage, error.message(besides: "time"), remedy: error.remedy(CutFault.times))
        }
    }

    /// Reads a cut.
    func cut(_ text: String, _ edge: TimeReader.Edge = .end) throws(Failure) -> Cut {
        let reader = try reader()
        do throws(CutFault) { return try Cut(text, reader, edge) } catch { throw Failure(error) }
    }

    /// Words such as `now` mean one moment for all of a command.
    private static let now = RecordedTime(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
}

/// Where a command cuts the log.
struct CutOptions: ParsableArguments {
    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp(
            "Cut by what was recorded: a position, a version or a time; a date is its end.", valueName: "cut"))
    var asOf: String?

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp(
            "Cut by what had happened in the world by a time; a date is its end.", valueName: "time"))
    var at: String?

    @OptionGroup var times: TimeOptions

    func cut() throws(Failure) -> StoryCut {
        try times.show()
        return StoryCut(
            asOf: try asOf.map { text throws(Failure) in try times.cut(text) },
            at: try at.map { text throws(Failure) in try times.read(text, .end, for: "--at").time })
    }

    /// The cut of the whole log; a version is of one story.
    func ledgerCut(_ store: any EventStore) throws(Failure) -> LedgerCut {
        let whole = try cut()
        guard let cut = LedgerCut(whole) else {
            throw Failure(
                Failure.usage, "--as-of takes a position or a time here; '\(asOf ?? "")' is a version of one story",
                remedy: "write @17, or a time")
        }
        try store.refuse(beyondTheLog: whole.asOf)
        return cut
    }

    /// Prints the moments that the log is cut at, as they were understood: `as of 2026-11-24 11:00 Europe/London`.
    ///
    /// - Parameters:
    ///   - since: Where a list begins, if it was said.
    ///   - until: Where a list ends, if it was said.
    ///   - between: What a comparison is from and to.
    func echo(
        since: TimeReader.Reading? = nil, until: TimeReader.Reading? = nil,
        between: [(name: String, cut: String?)] = []
    ) throws(Failure) {
        var parts: [String] = []
        for case (let name, let cut?) in between where Cut.isTime(cut) {
            parts.append("\(name) what was recorded by \(try times.read(cut, .end, for: name.uppercased()).text)")
        }
        if let asOf, Cut.isTime(asOf) { parts.append("as of \(try times.read(asOf, .end, for: "--as-of").text)") }
        if let at { parts.append("at \(try times.read(at, .end, for: "--at").text)") }
        if let since { parts.append("since \(since.text)") }
        if let until { parts.append("until \(until.text)") }
        if !parts.isEmpty { try Terminal.print(parts.joined(separator: ", ").styled(.dim)) }
    }
}

extension Zone {
    /// The zone that TZ names, else the machine's; UTC where that one has no name.
    ///
    /// - Throws: Where TZ names none of the IANA database: another one would be guessed.
    static func local() throws(Failure) -> Zone {
        let wanted = ProcessInfo.processInfo.environment["TZ"].map { $0.hasPrefix(":") ? String($0.dropFirst()) : $0 }
        if let wanted, !wanted.isEmpty, !wanted.hasPrefix("/") {
            do throws(TimeFault) { return try Zone(named: wanted) } catch {
                throw Failure(
                    Failure.usage, "TZ is '\(wanted)': \(error.message)",
                    remedy: "set TZ to a zone such as Europe/London, or give --zone")
            }
        }
        let name = TimeZone.current.identifier
        guard !["Etc/UTC", "Etc/UCT", "Etc/GMT"].contains(name) else { return .utc }
        do throws(TimeFault) { return try Zone(named: name) } catch { return .utc }
    }
}
