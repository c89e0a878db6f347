import ArgumentParser
import Backup
import CanonicalJSON
import EventLog
import Foundation
import StoryEvents
import Verification

struct BackupVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the ledger while everything runs, and verify the copy.",
        discussion: """
            DEST is a directory outside the ledger, best on another disk. A second backup to it copies only files that \
            have changed, and replaces the first when it is complete: an interruption leaves the first as it was. '-' writes \
            a tar file to standard output instead.

            A backup holds the log, the archive, the quarantine, what was given up after a fork, the published head and \
            checkpoint, the list of witnesses and the configuration. manifest.ndjson lists every file with its SHA-256. \
            Tiles and persisted projections are not in it: restore rebuilds them. Files that wait in the inbox are \
            not in it either. The signing key and the ledger's secret are copied with --with-keys only; without them, keep \
            copies elsewhere: a ledger without its key cannot publish, and one without its secret takes no files. A key and a \
            secret that the backup before has stay in it.

            A backup of events that the ledger does not have, because it has gone back, is refused without --replace-newer.

            No commit waits for a backup. The log's copy is verified as 'storyledger verify' does before the backup \
            counts as made. After a takedown, the next backup to DEST no longer has the withheld words; earlier copies \
            elsewhere still do.

            --verify checks a backup instead: every file against the manifest, and the log against itself.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("Where to, or with --verify which; '-' for a tar file.", valueName: "dest"))
    var destination: String

    @Flag(name: .customLong("with-keys"), help: "Copy the signing key and the ledger's secret, too.")
    var withKeys = false

    @Flag(name: .customLong("replace-newer"), help: "Replace a backup that has events which the ledger does not, too.")
    var replacesNewer = false

    @Flag(help: "Check the backup in DEST; nothing is written.")
    var verify = false

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The daemon's configuration, whose drop-ins are copied with it (default: \(Self.standardConfiguration), if there is one).",
            valueName: "file"))
    var configurationFile: String?

    static let standardConfiguration = "/etc/storyledger/storyledger.yaml"

    func validate() throws {
        guard !verify || (!withKeys && configurationFile == nil && !replacesNewer) else {
            throw ValidationError("--verify takes no other flag of backup: it writes nothing")
        }
    }

    func run() throws {
        if verify { return try check() }
        guard destination == "-" else {
            let summary = try make(in: try absolute(destination))
            try print(summary, "backup of \(summary.manifest.origin) in \(destination)")
            return try refuseGaps(summary)
        }
        // A closed standard output was opened to read.
        guard fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE != O_RDONLY else {
            throw Failure(
                Failure.inputOutput, "standard output is closed",
                remedy: "redirect it: storyledger backup - > ledger.tar")
        }
        guard isatty(STDOUT_FILENO) == 0 else {
            throw Failure(
                Failure.usage, "a backup to '-' is a tar file, and standard output is a terminal",
                remedy: "redirect it: storyledger backup - > ledger.tar")
        }
        guard !output.isJSON else {
            throw Failure(
                Failure.usage, "standard output takes the tar file, not JSON", remedy: "leave --json out")
        }
        var facts = stat()
        if withKeys, fstat(STDOUT_FILENO, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_mode & 0o077 != 0 {
            Failure.say(
                "others may read the file that the key and the secret go to: its mode is 0\(String(facts.st_mode & 0o777, radix: 8))",
                remedy: "chmod 600 it; the next time, type 'umask 077' first")
        }
        try TarFile.withTemporaryDirectory(beside: nil) { directory throws(Failure) in
            let summary = try make(in: directory)
            try TarFile.write(directory)
            try refuseGaps(summary)
        }
    }

    private func make(in place: String) throws(Failure) -> BackupWriter.Summary {
        let directory = ledger.directory
        let source = BackupSource(
            ledger: try absolute(directory.path), secret: directory.secret, configuration: try configuration(),
            withKeys: withKeys)
        var (bar, name) = (Progress("copy", unit: "pages"), BackupWriter.Step.log)
        defer { bar.clear() }
        return try orFail { () throws(BackupError) in
            try BackupWriter(
                source, to: place,
                report: { Failure.say("the log's copy: \($0.description)") },
                progress: { step, done, all in
                    if step != name {
                        bar.clear()
                        bar = Progress(step.rawValue, unit: step == .verify ? "events" : "files")
                        name = step
                    }
                    bar.show(done, of: max(done, all))
                }
            ).run(replacingNewer: replacesNewer)
        }
    }

    /// Fails for a backup that was made and lacks files of the record.
    private func refuseGaps(_ summary: BackupWriter.Summary) throws(Failure) {
        if withKeys, !summary.manifest.missingFiles.isEmpty {
            throw Failure(
                Failure.noInput,
                "the backup lacks what --with-keys asks for: \(summary.manifest.missingFiles.joined(separator: ", "))",
                remedy: "all else is in it; \(ServiceCredential.remedy("them as credentials"))")
        }
        let gaps = summary.leftOut.filter(\.isOfRecord)
        guard let first = gaps.first else { return }
        throw Failure(
            Failure.inputOutput,
            "the backup lacks \(count(Int64(gaps.count), "file")) of the record, such as \(first.path): \(first.reason)",
            remedy:
                "all else is in it; \(first.remedy.isEmpty ? "mend what the reason says" : first.remedy); then run it again"
        )
    }

    /// The file that was named, or the usual one if it is there.
    private func configuration() throws(Failure) -> String? {
        if let configurationFile { return try absolute(configurationFile) }
        return access(Self.standardConfiguration, F_OK) == 0 ? Self.standardConfiguration : nil
    }

    private func check() throws {
        var failure: Failure?
        let place = destination
        let summary = try TarFile.asDirectory(place, beside: nil) { path throws(Failure) in
            try orFail { () throws(BackupError) in
                try BackupCheck(
                    path,
                    report: { finding in
                        do throws(Failure) { try finding.print(isJSON: output.isJSON) } catch {
                            failure = failure ?? error
                        }
                    }
                ).run()
            }
        }
        if let failure { throw failure }
        try print(summary, "backup of \(summary.manifest.origin) in \(destination), whole")
    }

    private func print(_ summary: BackupWriter.Summary, _ what: String) throws(Failure) {
        if output.isJSON { return try summary.json.printLine() }
        let manifest = summary.manifest
        try Terminal.print(what.onOneLine)
        let published = manifest.checkpoint.map { "the first \(grouped(Int64(clamping: $0))) published" }
        try Terminal.print(
            "\(count(manifest.events, "event")), \(published ?? "nothing published"); made \(manifest.created)")
        let all = "\(count(summary.files, "file")), \(size(summary.bytes))"
        if verify {
            try Terminal.print(all)
        } else {
            let removed = summary.removed == 0 ? "" : "; removed \(count(summary.removed, "file"))"
            try Terminal.print(
                "\(all); copied \(count(summary.copied, "file")), \(size(summary.copiedBytes))\(removed); the log is verified"
            )
        }
        for file in summary.leftOut {
            try Terminal.print("left out: \(file.path): \(file.reason)".onOneLine.wrapped(to: Terminal.width))
        }
        if !summary.carried.isEmpty {
            try Terminal.print("\(summary.carried.joined(separator: ", ")): as in the backup before")
        }
        if !manifest.missingFiles.isEmpty {
            try Terminal.print(
                "not in it: \(manifest.missingFiles.joined(separator: ", ")); a restored ledger needs them, so keep copies"
            )
        }
        if manifest.lacksConfiguration {
            try Terminal.print(
                "not in it: the daemon's configuration; where there is one, name it with --config"
                    .wrapped(to: Terminal.width))
        }
    }
}

extension BackupCheck.BackupFinding {
    /// Prints the finding as a line.
    func print(isJSON: Bool) throws(Failure) {
        guard isJSON else { return try Terminal.print(description.onOneLine) }
        try JSON.object(["path": .string(Text(path)), "what": .string(Text(what))]).printLine()
    }
}

extension BackupWriter.Summary {
    /// The summary as it is printed.
    var json: JSON {
        guard case .object(var object) = manifest.json else { return manifest.json }
        object["files"] = .integer(files)
        object["bytes"] = .integer(bytes)
        object["copied"] = .integer(copied)
        object["copiedBytes"] = .integer(copiedBytes)
        object["removed"] = .integer(removed)
        object["leftOut"] = .array(
            leftOut.map {
                [
                    "path": .string(Text($0.path)), "reason": .string(Text($0.reason)),
                    "remedy": $0.remedy.isEmpty ? .null : .string(Text($0.remedy)),
                ]
            })
        object["carried"] = .array(carried.map { .string(Text($0)) })
        return .object(object)
    }
}

/// `1 file`, `1,204 files`.
func count(_ number: Int64, _ thing: String) -> String { "\(grouped(number)) \(thing)\(number == 1 ? "" : "s")" }

private func grouped(_ number: Int64) -> String { Int(clamping: number).grouped }

/// A length in bytes for people: `812 bytes`, `4.2 MiB`.
private func size(_ bytes: Int64) -> String {
    var (value, units) = (Double(bytes), ["KiB", "MiB", "GiB", "TiB"][...])
    guard value >= 1024 else { return count(bytes, "byte") }
    var unit = ""
    while value >= 1024, let next = units.popFirst() { (value, unit) = (value / 1024, next) }
    return "\((value * 10).rounded() / 10) \(unit)"
}

/// A path from the root, whatever the working directory.
///
/// - Throws: A failure for a path that is not UTF-8: it would become another one.
func absolute(_ path: String) throws(Failure) -> String {
    try FileArgument.checkIsUTF8(path)
    return URL(fileURLWithPath: path).standardizedFileURL.path
}

/// Runs what throws an error of backups, as a failure.
func orFail<Value>(_ body: () throws(BackupError) -> Value) throws(Failure) -> Value {
    do throws(BackupError) { return try body() } catch { throw Failure(error) }
}

extension Failure {
    init(_ error: BackupError) {
        let status =
            switch error {
            case .log(let error): Failure(error).status
            case .damaged: Failure.different
            case .missing: Failure.noInput
            case .overlapping, .isABackup: Failure.usage
            case .busy, .removedMeanwhile: Failure.tryAgain
            case .system: Failure.inputOutput
            case .notABackup, .otherLedger, .newer, .older: Failure.cannotCreate
            case .unreadable, .publication: Failure.badData
            }
        self.init(status, error.message, remedy: error.remedy)
    }
}
