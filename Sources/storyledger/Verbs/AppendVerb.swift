import ArgumentParser
import CanonicalJSON
import EventLog
import Import
import StoryEvents

struct AppendVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append", abstract: "Append event documents straight to the log.",
        discussion: """
            Each file is taken whole or not at all, and all of them in one durable commit. What is refused is said with \
            its line, its column and what to do; the exit status is then 65, and the other files are taken all the same.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Argument(
        help: ArgumentHelp(
            "Files of event documents: .json, .ndjson, .jsonl or .md; - reads standard input.", valueName: "file"),
        completion: .file())
    var files: [String]

    @Flag(name: .customLong("dry-run"), help: "Check and decide everything; write nothing.")
    var isDryRun = false

    @Option(help: ArgumentHelp("The source of documents that name none; a URI reference.", valueName: "uri"))
    var source = "inbox"

    @Option(
        help: ArgumentHelp("The format of standard input (default: from its first bytes).", valueName: "format"))
    var format: InputFormat?

    enum InputFormat: String, ExpressibleByArgument, CaseIterable {
        case json, ndjson, md

        var format: DocumentFormat {
            switch self {
            case .json: .json
            case .ndjson: .lines
            case .md: .frontMatter
            }
        }
    }

    func run() throws {
        var submissions: [Submission] = []
        for file in files { submissions.append(try submission(of: file)) }
        let store = try ledger.open(.readWrite)
        let recorder = Recorder(store)
        var fault: Failure?
        let results = try orFail { () throws(EventLogError) in
            // Of a dry run, only the transaction has all entries.
            try recorder.record(
                submissions, dryRun: isDryRun,
                show: { receipt, entries in
                    guard isDryRun, fault == nil else { return }
                    do throws(Failure) { try print(receipt, entries) } catch { fault = error }
                })
        }
        if let fault { throw fault }
        var refused = false
        for case .decided(let receipt) in results {
            refused = refused || receipt.outcome == .quarantined
            if !isDryRun { try print(receipt, ReceiptEntries(receipt, in: store)) }
        }
        if refused { throw ExitCode(Failure.badData) }
    }

    private func submission(of file: String) throws(Failure) -> Submission {
        let isStream = file == "-"
        if !isStream, InputFile.isDirectory(file) {
            throw Failure(
                Failure.noInput, "\(file) is a directory",
                remedy: "name the files in it, or move them into the ledger's inbox for the daemon to take")
        }
        guard let named = isStream ? .some(.json) : DocumentFormat(fileName: file) else {
            return Submission(
                file: Self.recordedName(file), refusals: [DocumentFormat.refusal(ofName: file)],
                isKeptWhenRefused: false)
        }
        let source = Text(source).percentEncoded
        switch try InputFile.documents(file) {
        case .bytes(let bytes):
            try refuseTable(bytes, isStream)
            let format = isStream ? format?.format ?? DocumentFormat(sniffing: bytes) : named
            return Submission(
                file: Self.recordedName(file), bytes: bytes, format: format, defaultSource: source,
                isKeptWhenRefused: false)
        case .pieces(let pieces, let start):
            try refuseTable(start, isStream)
            let format = isStream ? format?.format ?? DocumentFormat(sniffing: start) : named
            return Submission(
                file: Self.recordedName(file), pieces: pieces, after: start, format: format, defaultSource: source,
                isKeptWhenRefused: false)
        }
    }

    private func refuseTable(_ start: [UInt8], _ isStream: Bool) throws(Failure) {
        guard isStream, format == nil, DocumentFormat.isTable(start) else { return }
        let table = ImportError.streamedTable
        throw Failure(Failure.badData, table.message, remedy: table.remedy)
    }

    /// The argument as a receipt has it: never like a path below the inbox.
    static func recordedName(_ file: String) -> Text {
        ["/", "./", "../"].contains(where: file.hasPrefix) || file == "-" ? Text(file) : Text("./" + file)
    }

    private func print(_ receipt: Receipt, _ entries: ReceiptEntries) throws(Failure) {
        if output.isJSON {
            return try ReceiptOutput.printLine(
                receipt, entries, isDryRun: isDryRun, and: [("dryRun", .bool(isDryRun))])
        }
        // As it was typed.
        let file = files.first { Self.recordedName($0) == receipt.file } ?? receipt.file.string
        guard receipt.outcome != .quarantined else {
            for case .object(let refusal) in receipt.refusals {
                Failure(
                    Failure.badData, Self.place(of: refusal, in: file),
                    remedy: refusal["remedy"]?.text?.string ?? ""
                )
                .print()
            }
            return
        }
        var entries = entries
        while let entry = try orFail({ () throws(EventLogError) in try entries.next() }) {
            let place = entry.position.map(\.description) ?? "-"
            let revision = entry.revision.map { "r\($0)" } ?? "-"
            let outcome = isDryRun && entry.outcome == .appended ? "would append" : entry.outcome.rawValue
            let line = "\(outcome)\t\(place)\t\(revision)\t\(entry.story)\t\(entry.type.rawValue)"
            try Terminal.print("\(line)\t\(entry.id?.string ?? "-")".forTerminal)
        }
    }

    /// `file:line:column: message (path)`.
    static func place(of refusal: JSONObject, in file: String) -> String {
        var place = file
        if case .integer(let line)? = refusal["line"], case .integer(let column)? = refusal["column"] {
            place += ":\(line):\(column)"
        }
        let message = refusal["message"]?.text?.string ?? ""
        let path = refusal["path"]?.text?.string ?? "$"
        return "\(place): \(message)" + (path == "$" ? "" : " (\(path))")
    }
}
