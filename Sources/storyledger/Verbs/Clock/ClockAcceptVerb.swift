import ArgumentParser
import EventLog

struct ClockAcceptVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Believe the machine's clock as it is now, so that recording goes on.",
        discussion: """
            Make sure first that date(1) shows the right time: what is recorded from now on is dated by it, and no later \
            event can be dated earlier. It holds for the jump that is accepted, and ends once the clock shows again what it would \
            have shown without that jump.
            """)

    @OptionGroup var ledger: LedgerOptions

    func run() throws {
        let store = try ledger.open(.readWrite)
        let shown = try orFail { () throws(EventLogError) in try store.acceptClock() }
        try Terminal.print("accepted: the clock shows \(shown)")
    }
}
