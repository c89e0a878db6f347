import ArgumentParser

struct InboxVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "See what waits and what was refused; put it back.",
        subcommands: [])
}
