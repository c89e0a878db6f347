import EventLog
import LedgerService

extension LedgerDirectory {
    /// The commands that give it to the machine's service; nil where it is not root's, or where there is no service.
    var handover: String? { FileOwner.handover(path) }

    /// What root reads about a ledger of its own.
    static func handoverLine(_ commands: String) -> String {
        "  it belongs to root, and the service cannot use it; to give it to the service: \(commands)"
    }

    /// Has the service's note of ledgers name a log that a person has put in the place of the one that the service had.
    func noteReplacement(by origin: String) throws(Failure) {
        let register = LedgerRegister([:])
        do throws(EventLogError) {
            guard let before = try register.replace(path, by: origin) else { return }
            Failure.say(
                "\(register.path) now has \(origin) for \(path), where the service had \(before)")
        } catch {
            // The service refuses the log, and says what to do.
            Failure.say(
                "the service's note of ledgers cannot be changed: \(error.message)",
                remedy: "the service will name the command that has it take this log")
        }
    }
}
