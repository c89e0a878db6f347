import ArgumentParser
import CanonicalJSON
import EventLog
import Foundation
import Projections
import StoryEvents

struct ProjectionsRebuildVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Rebuild persisted projections from the log.",
        discussion: """
            The persisted rows serve until the new ones are complete. The differences between old and new rows are \
            printed, and then the new rows replace the old. --dry-run only prints the differences. A rebuild that was \
            interrupted or killed resumes when the command is typed again. Exit status 1 when rows differ, 75 when \
            interrupted.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Print the differences only; write nothing.")
    var dryRun = false

    @Argument(help: ArgumentHelp("The projections; all of them where none is named.", valueName: "name"))
    var names: [String] = []

    func run() throws {
        let store = try ledger.open()
        let rows = ProjectionRows(store, ledger.directory)
        let views = try orFail { () throws(ViewsError) in try rows.open(dryRun ? .readOnly : .readWrite) }
        let projections = try orFail { () throws(ViewsError) in try views.projections(named: names) }
        Interrupt.listen()
        var report = RebuildReport(isJSON: output.isJSON)
        var results: [Views.Rebuilt] = []
        if dryRun {
            for projection in projections {
                let found = try orFail { () throws(ViewsError) in
                    try views.dryRun(projection, isStopped: { Interrupt.isWished }) {
                        report.show($0, projection.name)
                    }
                }
                guard let found else { throw interrupted(report) }
                results.append(found)
            }
        } else {
            let found = try orFail { () throws(ViewsError) in
                try views.rebuild(projections, isStopped: { Interrupt.isWished }) { report.show($0, "rebuild") }
            }
            guard let found else { throw interrupted(report) }
            results = found
        }
        report.clear()
        for result in results { try report.print(result) }
        if results.contains(where: { $0.differenceCount > 0 || $0.fault != nil }) { throw ExitCode(Failure.different) }
    }

    private func interrupted(_ report: RebuildReport) -> Failure {
        var report = report
        report.clear()
        return Failure(
            Failure.tryAgain, "interrupted\(report.last.map { " at \($0)" } ?? "")",
            remedy: dryRun
                ? "nothing was changed" : "type the command again to resume; the persisted rows serve until then")
    }
}

/// Prints the progress and the result of a rebuild: a bar and lines, or one JSON object a line.
private struct RebuildReport {
    private let isJSON: Bool
    private var bar = Progress("rebuild", unit: "events")
    private let start = DispatchTime.now()
    private var first: Int64?
    private var lastLine = DispatchTime.now()
    /// The newest progress that was shown.
    private(set) var last: Position?

    init(isJSON: Bool) {
        self.isJSON = isJSON
    }

    mutating func show(_ advance: Views.Advance, _ name: String) {
        last = advance.position
        guard isJSON else { return bar.show(advance.position.value, of: advance.size) }
        let now = DispatchTime.now()
        if first == nil { first = advance.position.value }
        guard seconds(lastLine, now) >= 1 else { return }
        lastLine = now
        let rate = Double(advance.position.value - (first ?? 0)) / max(0.001, seconds(start, now))
        let line: JSON = [
            "projection": .string(Text(name)), "position": JSON(advance.position), "events": .integer(advance.size),
            "eventsPerSecond": .integer(Int64(rate)),
            "secondsLeft": rate < 1 ? .null : .integer(Int64(Double(advance.size - advance.position.value) / rate)),
        ]
        // A rebuild goes on when its progress cannot be printed.
        do throws(Failure) { try line.printLine() } catch {}
    }

    mutating func clear() { bar.clear() }

    func print(_ result: Views.Rebuilt) throws(Failure) {
        let differences = result.differences ?? []
        if isJSON {
            for difference in differences { try difference.json(result.name).printLine() }
            return try JSON.object([
                "projection": .string(Text(result.name)), "events": .integer(result.size),
                "differences": result.differences == nil ? .null : JSON(result.differenceCount),
                "serving": .bool(result.isServing),
                "fault": JSON(result.fault.map { Text($0.message) }),
            ]).printLine()
        }
        for difference in differences {
            let place = [difference.story.string, difference.key.string, difference.field?.string ?? "row"]
            try Terminal.print(
                "\(result.name)  \(place.filter { !$0.isEmpty }.joined(separator: "  "))  "
                    + "persisted \(text(difference.stored))  rebuilt \(text(difference.rebuilt))".onOneLine)
        }
        if result.differenceCount > differences.count {
            try Terminal.print("\(result.name)  and \(result.differenceCount - differences.count) more")
        }
        var line = "\(result.name)  \(result.size) events  "
        line +=
            result.differences == nil
            ? "nothing to compare with"
            : result.differenceCount == 0 ? "the same" : "\(result.differenceCount) differences"
        if let fault = result.fault { line += "  stopped at \(fault.position): \(fault.message)" }
        if result.isServing { line += "  rebuilt" }
        try Terminal.print(line.onOneLine)
    }

    private func text(_ json: JSON?) -> String {
        guard let json else { return "nothing" }
        return String(decoding: json.canonicalBytes, as: UTF8.self).cut(to: 120)
    }

    private func seconds(_ start: DispatchTime, _ end: DispatchTime) -> Double {
        Double(end.uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    }
}
