import ArgumentParser

/// Makes a log of sample documents: what another benchmark asks of a process of its own.
struct FillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill", abstract: "Makes a log of sample documents.", shouldDisplay: false)

    @Argument(help: "Where to make it; nothing may be there.")
    var path: String

    @Option(help: "Events in the log.")
    var events = 100_000

    @Option(help: "Documents a file, and so events a receipt.")
    var perFile = 1_000

    func run() throws {
        try SampleDocuments.fill(try Workspace.makeLog(path: path), events: events, perFile: perFile)
    }
}
