import EventLog
import Files
import Glibc
import StoryEvents

/// Why an import ends before its files do.
public enum ImportError: Error, Sendable {
    /// The log cannot be written.
    case log(EventLogError)
    /// A file cannot be read.
    case system(path: String, code: Int32)
    /// A file's name says nothing of its format.
    case unknownFormat(path: String)
    /// The program that unpacks a file is not installed.
    case noProgram(String, package: String)
    /// The program that unpacks a file ended with another status than 0: the file is damaged or cut off.
    case damaged(path: String, program: String, status: Int32)
    /// git ended with another status than 0.
    case git(status: Int32)
    /// Standard input is compressed.
    case compressedStream(program: String)
    /// Standard input is a table, and no map says how it is read.
    case streamedTable
    /// Neither a map nor a file's name says how its rows are written.
    case unknownRows(path: String)
    /// A table is not UTF-8.
    case notUTF8(path: String)
    /// The row of the names of columns cannot be read.
    case noColumns(path: String, Refusal)
    /// The first documents of too many stories were refused.
    case tooManyRefused(Int)

    /// The reason, as a sentence.
    public var message: String {
        switch self {
        case .log(let error): error.message
        case .system(let path, let code): "\(path): \(SystemReason.text(code))"
        case .unknownFormat(let path): "\(path) has no known ending"
        case .noProgram(let name, _): "\(name) is not installed"
        case .damaged(let path, let program, let status):
            "\(path) is damaged or cut off: \(program) ended with \(status)"
        case .git(let status): "git ended with \(status)"
        case .compressedStream(let program): "standard input is compressed; \(program) reads it"
        case .streamedTable: "standard input is no JSON and no front matter: its first line looks like that of a table"
        case .unknownRows(let path): "neither the map nor the name says how the rows of \(path) are written"
        case .notUTF8(let path): "\(path) is not UTF-8: it begins as UTF-16 does"
        case .noColumns(let path, let refusal):
            "\(path):\(refusal.position?.line ?? 1):\(refusal.position?.column ?? 1): no names of columns: \(refusal.message)"
        case .tooManyRefused(let most): "the first documents of more than \(most) stories were refused"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .log(let error): error.remedy
        case .system: "name a file that can be read"
        case .unknownFormat(let path):
            DocumentFormat.tableRemedy(ofName: ImportedFile.plainName(path))
                ?? "name it .json, .ndjson, .jsonl or .md, with .gz, .xz or .zst after it where it is compressed"
        case .noProgram(_, let package): "install it: sudo apt install \(package)"
        case .damaged: "the documents before the damage are taken; get the file again, and import it again"
        case .git: "see its message above; name a repository that has a commit"
        case .streamedTable: DocumentFormat.streamedTableRemedy
        case .unknownRows: "write 'format: csv', tsv or ndjson into the map"
        case .notUTF8(let path): "convert it: iconv -f UTF-16 -t UTF-8 \(path)"
        case .noColumns(_, let refusal): refusal.remedy
        case .tooManyRefused: "correct the map, or what is wrong with the file, and import it again"
        case .compressedStream(let program): "unpack it first: \(program) -dc FILE | storyledger import -"
        }
    }
}
