import ArgumentParser

struct ProjectionsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projections", abstract: "Show the progress of persisted projections, or rebuild them.",
        subcommands: [ProjectionsStatusVerb.self, ProjectionsRebuildVerb.self],
        defaultSubcommand: ProjectionsStatusVerb.self)
}
