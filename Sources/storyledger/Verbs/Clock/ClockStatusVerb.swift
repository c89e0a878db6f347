import ArgumentParser
import CanonicalJSON
import EventLog
import Foundation
import LedgerService

struct ClockStatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show whether the machine's clock is believed.",
        discussion: """
            A running daemon is asked, too. The exit status is 75 where the clock is not believed: nothing is recorded then, until \
            it is set or accepted.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let store = try ledger.open()
        let standing = try orFail { () throws(EventLogError) in try store.clockStanding() }
        let fault = try daemonFault(standing) ?? standing.partFault
        if output.isJSON {
            try standing.json(fault).printDocument()
        } else {
            try Terminal.print("the clock shows \(standing.shown)")
            try Terminal.print(standing.newest.map { "the newest event was recorded \($0)" } ?? "there is no event yet")
            for line in standing.lines(fault) { try Terminal.print(line) }
        }
        if fault != nil { throw ExitCode(Failure.tryAgain) }
    }

    /// What a running daemon says against the clock; nil where it says nothing, or cannot be heard.
    private func daemonFault(_ standing: ClockStanding) throws(Failure) -> PartFault? {
        let presence = DaemonPresence(of: ledger.directory)
        guard presence.isRunning != false else { return nil }
        let environment = ProcessInfo.processInfo.environment
        let directory = LedgerDirectory(try absolute(ledger.directory.path))
        let daemon = LedgerDaemon(
            of: directory, configuration: BackupVerb.standardConfiguration, environment: environment)
        if let report = daemon.report() { return report.faults.first(where: \.isOfClock) }
        return presence.state?.stall.map { PartFault(.intake, $0.reason, remedy: $0.remedy) }.flatMap {
            $0.isOfClock ? $0 : nil
        }
    }
}

extension ClockStanding {
    /// That this program does not believe the clock; nil when it does.
    var partFault: PartFault? { fault.map { PartFault(.intake, $0.message, remedy: $0.remedy) } }

    /// What is to be said of the clock, a line each; nothing when it is believed, not accepted and not behind.
    ///
    /// - Parameter fault: Why it is not believed; nil when it is.
    func lines(_ fault: PartFault?) -> [String] {
        if let fault { return ["\(fault.message); \(fault.remedy.forNamedLedger)"] }
        return [acceptedText, behindText].compactMap(\.self)
    }

    /// `{shown, newest, behind, fault, accepted}`; `behind` and `accepted` in seconds.
    func json(_ fault: PartFault?) -> JSON {
        [
            "shown": JSON(shown), "newest": newest.map { JSON($0) } ?? .null, "behind": .integer(behind / 1_000_000),
            "fault": fault.map { .string(Text($0.message)) } ?? .null,
            "accepted": accepted.map { .integer($0 / 1_000_000) } ?? .null,
        ]
    }
}
