import ArgumentParser

struct ClockVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "Show whether the machine's clock is believed, or accept it.",
        subcommands: [ClockStatusVerb.self, ClockAcceptVerb.self], defaultSubcommand: ClockStatusVerb.self)
}
