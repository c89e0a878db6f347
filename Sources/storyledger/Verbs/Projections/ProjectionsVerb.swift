import ArgumentParser

struct ProjectionsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projections", abstract: "See how far what is kept of projections is; make it anew.",
        subcommands: [ProjectionsStatusVerb.self, ProjectionsRebuildVerb.self],
        defaultSubcommand: ProjectionsStatusVerb.self)
}
