import ArgumentParser
import CanonicalJSON
import EventLog

struct ClockStatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show whether the machine's clock is believed.",
        discussion: """
            The exit status is 75 where it is not: nothing is recorded then, until the clock is set or accepted.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let store = try ledger.open()
        let standing = try orFail { () throws(EventLogError) in try store.clockStanding() }
        if output.isJSON {
            try standing.json.printDocument()
        } else {
            try Terminal.print("the clock shows \(standing.shown)")
            try Terminal.print(standing.newest.map { "the newest event was recorded \($0)" } ?? "there is no event yet")
            if let text = standing.text { try Terminal.print(text) }
        }
        if standing.fault != nil { throw ExitCode(Failure.tryAgain) }
    }
}

extension ClockStanding {
    /// What is to be said of the clock; nil when it is believed and not behind.
    var text: String? {
        if let fault { return "\(fault.message); \(fault.remedy.forNamedLedger)" }
        guard behind > 0 else { return nil }
        return "the machine's clock is \(Self.text(seconds: behind / 1_000_000)) behind the newest event; until it has "
            + "caught up, events are recorded at the time of that event"
    }

    /// Whole units, rounded up: `1 s`, `12 min`, `3 d`.
    private static func text(seconds: Int64) -> String {
        switch seconds {
        case ..<120: "\(seconds + 1) s"
        case ..<7_200: "\(seconds / 60 + 1) min"
        case ..<172_800: "\(seconds / 3_600 + 1) h"
        default: "\(seconds / 86_400 + 1) d"
        }
    }

    /// `{shown, newest, behind, fault}`; `behind` in seconds.
    var json: JSON {
        [
            "shown": JSON(shown), "newest": newest.map { JSON($0) } ?? .null, "behind": .integer(behind / 1_000_000),
            "fault": fault.map { .string(Text($0.message)) } ?? .null,
        ]
    }
}
