import ArgumentParser
import CanonicalJSON
import Doctor
import Foundation
import LedgerService
import StoryEvents

struct DoctorVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look for what keeps the service from working, and say how to mend it.",
        discussion: """
            Looks at owners and permissions along every path, the key and the secret, the log, the clock, the settings, the \
            daemon, free space and inodes, file systems, SQLite's version, the zone database, watches of directories, what was \
            published, and whether each witness answers. Of several services on a machine, it looks at the one that serves \
            this ledger. Nothing is changed. Each fault and each warning comes with what to do about it.

            The exit status is 1 if there is a fault, else 0. What this user may not look at is named as unknown: root sees \
            everything.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            """
            The daemon's configuration (default: that of the ledger's service, else \
            \(BackupVerb.standardConfiguration), if there is one).
            """,
            valueName: "file"))
    var configurationFile: String?

    func run() throws {
        let standard = BackupVerb.standardConfiguration
        let directory = LedgerDirectory(try absolute(ledger.directory.path))
        // Settings that the service reads, and that are not there, are a fault.
        let file =
            configurationFile ?? SystemdUnit(ofDaemonOf: directory, configuration: nil)?.configurationFile
            ?? (access(standard, F_OK) == 0 ? standard : SystemdUnit(SystemdUnit.usual)?.configurationFile)
        let found = Doctor(directory, configuration: file, environment: ProcessInfo.processInfo.environment).examine()
        for var diagnosis in found {
            diagnosis.remedy = diagnosis.remedy.forNamedLedger
            if output.isJSON {
                try diagnosis.json.printLine()
            } else {
                try Terminal.print(
                    "\(diagnosis.state.rawValue.padded(to: 8))\(diagnosis.check): \(diagnosis.message)".onOneLine)
                if !diagnosis.remedy.isEmpty { try Terminal.print("        \(diagnosis.remedy)".onOneLine) }
            }
        }
        if found.contains(where: { $0.state == .fault }) { throw ExitCode(Failure.different) }
    }
}
