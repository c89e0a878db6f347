import ArgumentParser
import CanonicalJSON
import EventLog
import Foundation
import Projections
import StoryEvents

struct ReplayVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Fold the log to a cut, and print the result with its digest.",
        discussion: """
            The same log gives the same digest on every machine and every run; nothing is written. Without \
            --projection: the digests of all projections, over the whole ledger or of one story. A story's digest is \
            the SHA-256 of the result in RFC 8785 form; the ledger's that of its rows, each [story,key,value,texts] in \
            that form and a line end, in the order of story and key.

            --step shows a story event by event, each in a sentence, and what it changed; on a terminal with the arrow \
            keys (or n and p), j for the same as JSON, and q to quit.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var cuts: CutOptions

    @Option(help: ArgumentHelp("Only this projection, with its result.", valueName: "name"))
    var projection: String?

    @Option(help: "Only this story: its id, or any unique beginning of it.", completion: .story)
    var story: String?

    @Flag(help: "Event by event; needs --story.")
    var step = false

    private var registry: ProjectionRegistry { .standard }

    func validate() throws {
        if step, story == nil { throw ValidationError("--step needs --story") }
    }

    func run() throws {
        let store = try ledger.open()
        if let projection, !registry.names.contains(projection) {
            throw Failure(ViewsError.unknownProjection(projection, known: registry.names))
        }
        let names = projection.map { [$0] } ?? registry.names
        guard let story else { return try replayLedger(store, names) }
        let view = try store.view(of: story, cuts.cut())
        if !output.isJSON, !step { try cuts.echo() }
        if step { return try StepByStep(view, projection ?? "state", registry, isJSON: output.isJSON).run() }
        if projection != nil, !output.isJSON { Pager.start() }
        for name in names { try replay(name, view) }
    }

    private func replay(_ name: String, _ view: StoryView) throws(Failure) {
        var replay = try orFail { () throws(ViewsError) in try StoryReplay(name, in: registry, of: view) }
        var fault: ProjectionFault?
        do throws(ProjectionFault) { try replay.finish() } catch { fault = error }
        let result: JSON? = projection == nil ? nil : replay.json
        try print(name, replay.count, replay.digest, fault) { () throws(Failure) in
            if let result { try result.printPretty() }
        } json: {
            result
        }
    }

    private func replayLedger(_ store: any EventStore, _ names: [String]) throws {
        let cut = try cuts.ledgerCut(store)
        if !output.isJSON { try cuts.echo() }
        let rows = ProjectionRows(store, ledger.directory)
        for name in names {
            let projection = try orFail { () throws(ViewsError) in try registry.ledgerProjection(named: name) }
            let folded = try orFail { () throws(ViewsError) in try rows.fold(projection, cut) }
            let digest = try orFail { () throws(ViewsError) in try folded.rows.digest() }
            if self.projection != nil {
                var failure: Failure?
                try orFail { () throws(ViewsError) in
                    try folded.rows.each { row in
                        do throws(Failure) {
                            try print(JSON.array([.string(row.story), .string(row.key), .object(row.value)]))
                        } catch {
                            failure = error
                        }
                        return failure == nil
                    }
                }
                if let failure { throw failure }
            }
            try print(name, Int(folded.size), digest.hexadecimal, folded.rows.progress.fault) {
            } json: {
                nil
            }
        }
    }

    /// Prints a row on one line; on a terminal over several, so that long ones can be read.
    private func print(_ row: JSON) throws(Failure) {
        guard Terminal.isTerminal, !output.isJSON else { return try row.printLine() }
        try Terminal.print(String(decoding: row.bytes(pretty: true), as: UTF8.self).jsonForTerminal)
    }

    /// The result, and a line with the digest.
    private func print(
        _ name: String, _ events: Int, _ digest: String, _ fault: ProjectionFault?, text: () throws(Failure) -> Void,
        json: () -> JSON?
    ) throws(Failure) {
        if output.isJSON {
            var object: JSONObject = [
                "projection": .string(Text(name)), "events": JSON(events), "digest": .string(Text("sha256:\(digest)")),
            ]
            object["fault"] =
                fault.map { ["position": JSON($0.position), "message": .string(Text($0.message))] } ?? .null
            object["result"] = json() ?? .null
            return try JSON.object(object).printLine()
        }
        try text()
        let stop = fault.map { "  stopped at \($0.position): \($0.message)" } ?? ""
        try Terminal.print("\(name)  \(events) events  sha256:\(digest)\(stop)".onOneLine)
    }
}

extension JSON {
    /// Prints the value over several lines.
    func printPretty() throws(Failure) {
        try Terminal.print(String(decoding: bytes(pretty: true), as: UTF8.self).jsonForTerminal)
    }
}
