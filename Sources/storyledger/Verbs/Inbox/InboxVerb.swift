import ArgumentParser
import Inbox

struct InboxVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "See what waits and what was refused; put it back; account for every file.",
        subcommands: [InboxStatusVerb.self, InboxReconcileVerb.self, InboxRetryVerb.self],
        defaultSubcommand: InboxStatusVerb.self)
}

/// Does something, and turns its typed error into what ends the command.
func orFail<Value>(_ body: () throws(InboxError) -> Value) throws(Failure) -> Value {
    do throws(InboxError) { return try body() } catch {
        let status =
            switch error {
            case .unusable, .otherFileSystem: Failure.inputOutput
            case .notInQuarantine, .noSource: Failure.noInput
            case .nameTaken: Failure.cannotCreate
            }
        throw Failure(status, error.message, remedy: error.remedy)
    }
}
