import CanonicalJSON
import EventLog
import Projections
import SQLite
import StoryEvents

/// The edits of stories as a stream of git-fast-import(1), in log order.
///
/// Texts go into the stream story by story. Commits wait in a temporary database until all stories are read, because those
/// of different stories alternate.
final class GitHistory {
    private let reader: StoryReader
    private let links: Permalinks
    private let stream: FileOutput
    private let commits: Connection
    private let path: String
    private var mark = 0
    private(set) var count: Int64 = 0

    init(_ reader: StoryReader, _ links: Permalinks, stream: String, commits path: String) throws(ExportError) {
        (self.reader, self.links, self.path) = (reader, links, path)
        self.stream = try FileOutput(stream)
        do throws(SQLiteError) {
            commits = try Connection(path: path, access: .create)
            try commits.execute("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF")
            try commits.execute("CREATE TABLE commits (position INTEGER PRIMARY KEY, text BLOB NOT NULL) STRICT")
        } catch {
            throw .database(path: path, error)
        }
    }

    /// Adds a story's versions, and a commit without a change for each hold, release, kill and note beside them.
    func add(_ story: StoryID, _ cut: StoryCut) throws(ExportError) {
        var edits = try withStory { () throws(StoryError) in try reader.edits(of: story, cut) }
        let name = StoryFileName.name(of: story)
        while true {
            let edit = try withStory { () throws(StoryError) in try edits.next() }
            for other in edits.others where other.isOfPublisher {
                try commit(
                    other.envelope, other.line, story, version: nil, change: other.what.string, note: nil, file: "")
            }
            guard let edit else { break }
            mark += 1
            let version = edit.version
            let text = StoryMarkdown.file(
                [
                    ("story", .string(story.text)), ("version", JSON(version.number)),
                    ("time", JSON(version.envelope.time)),
                ],
                version.fields)
            try stream.write(Array("blob\nmark :\(mark)\ndata \(text.count)\n".utf8))
            try stream.write(text)
            try stream.write([0x0A])
            let headline = version.fields["headline"]?.text?.string
            let message = version.note?.text.string ?? (version.number == 1 ? headline : nil) ?? edit.summary
            try commit(
                version.envelope, message ?? "", story, version: version.number,
                change: version.change?.rawValue ?? "published",
                note: version.note == nil ? "none" : version.isAnnounced ? "shown" : "hidden",
                file: "M 100644 :\(mark) \(name)\n")
        }
    }

    private func commit(
        _ envelope: Envelope, _ note: String, _ story: StoryID, version: Int?, change: String, note kind: String?,
        file: String
    ) throws(ExportError) {
        // Git ends a message at U+0000.
        let said = note.replacing("\0", with: "\u{FFFD}")
        var message = said.allSatisfy(\.isWhitespace) ? "\(story): \(change)\n" : said + "\n"
        message += "\nStory: \(story)\n" + (version.map { "Version: \($0)\n" } ?? "")
        message += kind.map { "Note: \($0)\n" } ?? ""
        message += "Change: \(change)\nPosition: \(envelope.position.value)\nTime: \(envelope.time)\n"
        message += "Permalink: \(version.map { links.change($0, of: story) } ?? links.event(envelope.position))\n"
        let author = Self.identity(envelope.identity.source.string)
        let recorded = envelope.recorded.microseconds / 1_000_000
        let text =
            "commit refs/heads/main\n"
            + "author \(author) \(Self.date(envelope.time.seconds, offset: envelope.time.offset))\n"
            + "committer \(author) \(Self.date(recorded, offset: 0))\n"
            + "data \(message.utf8.count)\n\(message)\(file)\n"
        do throws(SQLiteError) {
            let insert = try commits.cached("INSERT INTO commits VALUES (?, ?)")
            try insert.bind(1, envelope.position.value)
            try insert.bind(2, Array(text.utf8))
            try insert.run()
        } catch {
            throw .database(path: path, error)
        }
        count += 1
    }

    /// Writes the commits.
    func finish() throws(ExportError) {
        var fault: ExportError?
        do throws(SQLiteError) {
            let select = try commits.prepare("SELECT text FROM commits ORDER BY position")
            while fault == nil, try select.step() {
                do throws(ExportError) { try stream.write(select.blob(0)) } catch { fault = error }
            }
        } catch {
            throw .database(path: path, error)
        }
        if let fault { throw fault }
        try stream.write(Array("done\n".utf8))
        _ = try stream.finish()
    }

    /// `newsdesk <newsdesk>`: without what Git takes for the end of a name.
    private static func identity(_ source: String) -> String {
        let name = String(source.filter { $0 != "<" && $0 != ">" && !$0.isNewline && $0 != "\0" })
        return "\(name.isEmpty ? "unknown" : name) <\(name)>"
    }

    /// Seconds since 1970 and an offset. Git has no time before 1970: that is its first second, and the message has the time.
    private static func date(_ seconds: Int64, offset: Int) -> String {
        guard offset.magnitude <= 14 * 60 else { return date(seconds, offset: 0) }
        let (hours, minutes) = (offset.magnitude / 60, offset.magnitude % 60)
        return
            "\(max(0, seconds)) \(offset < 0 ? "-" : "+")\(hours < 10 ? "0" : "")\(hours)\(minutes < 10 ? "0" : "")\(minutes)"
    }
}
