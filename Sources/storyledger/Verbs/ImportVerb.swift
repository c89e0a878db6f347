import ArgumentParser
import CanonicalJSON
import EventLog
import Files
import Foundation
import Import
import StoryEvents

struct ImportVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Append whole archives of event documents.",
        discussion: """
            Files are read in pieces, whatever their length, and each piece is appended in one durable commit with a receipt \
            of its own. Unlike 'append', a refused document does not keep the others out: it is named on standard error, or \
            written with its reasons to the file of --refused, and the exit status is 65.

            After an interruption, import the same files again: what was taken is a duplicate, and nothing is taken twice.

            .gz, .xz and .zst are unpacked by gzip, xz and zstd.

            --map FILE takes tables (CSV, TSV) and JSON lines of any shape: the map says which column or member is the story, \
            the time and so on. The first row of a story publishes it, and each later one updates it. \
            'storyledger schema import-map' prints what a map can say.

            --git DIR reads the history of first parents of a repository. A file keeps its story when it is renamed. Links, \
            submodules and files that are no text in UTF-8 are refused.

            Examples:
              storyledger import archive.ndjson.gz --refused refused.ndjson
              storyledger import 2024.json 2025.json --source cms
              storyledger import articles.csv.gz --map articles.yaml --dry-run
              storyledger import --git ~/stories --messages-as-notes --source cms
              zstdcat archive.zst | storyledger import -
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Argument(
        help: ArgumentHelp(
            "Files of event documents: .json, .ndjson, .jsonl or .md, and .gz, .xz or .zst of these; with --map .csv, .tsv or .ndjson; - reads standard input.",
            valueName: "file"),
        completion: .file())
    var files: [String] = []

    @Option(
        help: ArgumentHelp("What columns or members are in a document: a map in YAML.", valueName: "file"),
        completion: .file())
    var map: String?

    @Option(
        help: ArgumentHelp(
            "A Git repository instead: each file is a story, each commit an edit at its author's time.",
            valueName: "dir"),
        completion: .directory)
    var git: String?

    @Flag(name: .customLong("messages-as-notes"), help: "With --git: the message of a commit is the note of its edits.")
    var messagesAsNotes = false

    @Flag(name: .customLong("deletions-as-kills"), help: "With --git: a file that is deleted kills its story.")
    var deletionsAsKills = false

    func validate() throws {
        if (git == nil) == files.isEmpty {
            throw ValidationError(
                git == nil ? "name files, or a repository with --git" : "--git and files cannot go together")
        }
        if git == nil, messagesAsNotes || deletionsAsKills {
            throw ValidationError("--messages-as-notes and --deletions-as-kills need --git")
        }
        if git != nil, map != nil { throw ValidationError("--git and --map cannot go together") }
        if map != nil, format != nil {
            throw ValidationError("--format and --map cannot go together; the map says the format")
        }
    }

    @Flag(
        name: .customLong("dry-run"),
        help: "Check and decide everything; write nothing.")
    var isDryRun = false

    @Option(help: ArgumentHelp("The source of documents that name none; a URI reference.", valueName: "uri"))
    var source = "inbox"

    @Option(help: ArgumentHelp("The format of standard input (default: from its first bytes).", valueName: "format"))
    var format: AppendVerb.InputFormat?

    @Option(
        help: ArgumentHelp("Write refused documents and the reasons there, one a line.", valueName: "file"),
        completion: .file())
    var refused: String?

    func run() throws {
        let names = files.map { AppendVerb.recordedName($0) }
        // All of them are there before anything is appended.
        for file in files { try FileArgument.checkIsUTF8(file) }
        for file in files where file != "-" && access(file, R_OK) != 0 {
            throw Failure(ImportError.system(path: file, code: errno))
        }
        let rows = try map.map { try ImportedMap($0) }
        let store = try ledger.open(.readWrite)
        // A program that unpacks, or a reader of what is printed, may end first.
        signal(SIGPIPE, SIG_IGN)
        let importer = Importer(store, source: Text(source).percentEncoded)
        let reasons = try refused.map { path throws(Failure) in try RefusedFile(path) }
        var said = 0
        importer.refuse = { document in
            if let reasons { return try reasons.write(document) }
            said += 1
            if said <= Self.mostSaid { Self.say(document) }
            if said == Self.mostSaid + 1 {
                Failure.say("further refused documents are only counted", remedy: "name a file for them with --refused")
            }
        }
        let sizes = files.map(Self.size)
        let all = sizes.reduce(0, +)
        var (bar, before): (Progress, Int64) = (Progress("import", unit: "KiB"), 0)
        importer.progress = { read in
            bar.show((before + read) / 1024, of: all / 1024)
            return Interrupt.isWished
        }
        defer { bar.clear() }
        Interrupt.listen()
        do {
            if let git {
                var options = GitOptions()
                (options.messagesAsNotes, options.deletionsAsKills) = (messagesAsNotes, deletionsAsKills)
                let name = AppendVerb.recordedName(git)
                if isDryRun {
                    try importer.dryRun(repository: git, named: name, options)
                } else {
                    try importer.take(repository: git, named: name, options)
                }
            } else if let rows, isDryRun {
                try importer.dryRun(
                    rowsOf: Array(zip(files, names)).map { (path: $0, name: $1) }, rows.map, mapPath: rows.path)
            } else if isDryRun {
                try importer.dryRun(Array(zip(files, names)).map { (path: $0, name: $1) }, format: format?.format)
            } else {
                for (place, file) in files.enumerated() where !importer.summary.isStopped {
                    if let rows {
                        try importer.take(rowsOf: file, named: names[place], rows.map, mapPath: rows.path)
                    } else {
                        try importer.take(file, named: names[place], format: format?.format)
                    }
                    before += sizes[place]
                }
            }
        } catch let error as ImportError {
            bar.clear()
            try print(importer.summary)
            throw Failure(error)
        } catch let error as ImportMapFaults {
            bar.clear()
            throw ImportedMap.refuse(error)
        }
        bar.clear()
        try print(importer.summary)
        if importer.summary.isStopped {
            throw Failure(
                Failure.tryAgain, "the \(isDryRun ? "dry run" : "import") was interrupted",
                remedy: isDryRun
                    ? "start it again: nothing was written"
                    : "import the same files again: what was taken is a duplicate")
        }
        if importer.summary.refused > 0 { throw ExitCode(Failure.badData) }
    }

    /// Refused documents that are named without --refused.
    private static let mostSaid = 100

    private static func size(of file: String) -> Int64 {
        var facts = stat()
        return file != "-" && stat(file, &facts) == 0 ? Int64(facts.st_size) : 0
    }

    private static func say(_ document: RefusedDocument) {
        for error in document.errors {
            Failure(
                Failure.badData,
                AppendVerb.place(of: error, in: document.file.string) + (document.row.map { ", row \($0)" } ?? ""),
                remedy: error["remedy"]?.text?.string ?? ""
            ).print()
        }
    }

    private func print(_ summary: Importer.Summary) throws(Failure) {
        guard !output.isJSON else {
            return try JSON.object([
                "files": JSON(files.count), "documents": .integer(summary.documents),
                "appended": .integer(isDryRun ? 0 : summary.appended),
                "wouldAppend": isDryRun ? .integer(summary.appended) : .null, "duplicate": .integer(summary.duplicate),
                "unchanged": .integer(summary.unchanged), "refused": .integer(summary.refused),
                "refusedFile": JSON(refused.map { Text($0) }), "interrupted": .bool(summary.isStopped),
                "dryRun": .bool(isDryRun),
            ]).printLine()
        }
        let (appended, refused) = isDryRun ? ("would be appended", "would be refused") : ("appended", "refused")
        try Terminal.print(
            "\(count(summary.documents, "document")): \(Int(clamping: summary.appended).grouped) \(appended), "
                + "\(count(summary.duplicate, "duplicate")), \(Int(clamping: summary.unchanged).grouped) unchanged, "
                + "\(Int(clamping: summary.refused).grouped) \(refused)")
    }
}

/// The file of refused documents, one a line.
private final class RefusedFile {
    private let path: String
    private let descriptor: Int32

    /// Begins the file again where an import wrote the one that is there.
    init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                Failure.cannotCreate, "\(path): \(SystemReason.last)",
                remedy: "name a file in a directory that can be written")
        }
        var start = [UInt8](repeating: 0, count: Self.start.utf8.count)
        let count = read(descriptor, &start, start.count)
        guard count == 0 || start.elementsEqual(Self.start.utf8) else {
            close(descriptor)
            throw Failure(
                Failure.cannotCreate, "\(path) is there, and no import wrote it", remedy: "name another file")
        }
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw Failure(
                Failure.inputOutput, "\(path): \(SystemReason.last)", remedy: "name a regular file")
        }
    }

    deinit { close(descriptor) }

    private static let start = "{\"file\":"

    func write(_ document: RefusedDocument) throws(Failure) {
        do throws(SystemFault) {
            try Descriptor.write(document.json.bytes(pretty: false) + [0x0A], to: descriptor)
        } catch {
            throw Failure(Failure.inputOutput, "\(path): \(error.reason)", remedy: "make room")
        }
    }
}

extension Failure {
    init(_ error: ImportError) {
        let status =
            switch error {
            case .log(let error): Failure(error).status
            case .system, .unknownFormat: Failure.noInput
            case .noProgram: Failure.unavailable
            case .damaged, .compressedStream, .streamedTable, .git, .unknownRows, .notUTF8, .noColumns, .tooManyRefused:
                Failure.badData
            }
        self.init(status, error.message, remedy: error.remedy)
    }
}
