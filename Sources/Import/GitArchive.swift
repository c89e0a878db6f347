import CanonicalJSON
import StoryEvents

/// A Git repository as event documents: each file is a story, and each commit that changes it an edit.
///
/// The history is that of first parents, so a merge is one edit. Files keep their story when they are renamed.
struct GitArchive {
    /// A document, or a file that is none.
    enum Found {
        case document(JSON, origin: String, story: String, isFirst: Bool)
        case refused(Refusal, path: String)
    }

    private let options: GitOptions
    private let log: GitOutput
    /// Gives the contents of files. nil before the first: in a place that is no repository, git says so once.
    private var blobs: GitOutput?
    private let directory: String
    /// The story of each path.
    private var stories: [String: Story] = [:]
    /// The ids that are taken.
    private var ids: Set<String> = []
    private var commit: Commit?

    private struct Story {
        let id: String
        var text: GitText
        var isKilled = false
    }

    private struct Commit {
        let hash: Substring
        let time: Substring
        let message: Substring
    }

    /// `:100644 100644 HASH HASH M`, and the paths after it.
    private struct Change {
        let mode: Substring
        let hash: Substring
        let status: Character
        let path: String
        /// The path before a rename.
        var from: String?
    }

    init(_ directory: String, _ options: GitOptions) throws(ImportError) {
        self.options = options
        log = try GitOutput(
            directory,
            [
                "log", "--reverse", "--first-parent", "--diff-merges=first-parent", "--raw", "--no-abbrev", "-r", "-M",
                "-z", "--format=%x01%H%n%aI%n%B%x00", "HEAD",
            ])
        self.directory = directory
    }

    /// - Returns: nil after the last one.
    mutating func next() throws(ImportError) -> Found? {
        while let bytes = try log.field() {
            // A line end and an empty field stand around the changes of a commit.
            let field = String(decoding: bytes.drop { $0 == 0x0A }, as: UTF8.self)
            if field.isEmpty { continue }
            if field.first == "\u{1}" {
                let parts = field.dropFirst().split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
                guard parts.count == 3 else { continue }
                commit = Commit(hash: parts[0], time: parts[1], message: parts[2])
                continue
            }
            guard let commit, let change = try change(field) else { continue }
            if let found = try document(of: change, commit) { return found }
        }
        try log.check()
        return nil
    }

    private func change(_ field: String) throws(ImportError) -> Change? {
        let words = field.split(separator: " ")
        guard words.count == 5, let status = words[4].first else { return nil }
        let first = String(decoding: try log.field() ?? [], as: UTF8.self)
        guard status == "R" || status == "C" else {
            return Change(mode: words[1], hash: words[3], status: status, path: first)
        }
        let path = String(decoding: try log.field() ?? [], as: UTF8.self)
        return Change(
            mode: words[1], hash: words[3], status: status, path: path, from: status == "R" ? first : nil)
    }

    private mutating func blob(_ hash: Substring) throws(ImportError) -> [UInt8] {
        if let blobs { return try blobs.blob(hash) }
        let reader = try GitOutput(directory, ["cat-file", "--batch"])
        blobs = reader
        return try reader.blob(hash)
    }

    private mutating func document(of change: Change, _ commit: Commit) throws(ImportError) -> Found? {
        if let from = change.from { stories[change.path] = stories.removeValue(forKey: from) }
        if change.status == "D" {
            guard options.deletionsAsKills, var story = stories[change.path], !story.isKilled else { return nil }
            story.isKilled = true
            stories[change.path] = story
            return document("updated", story.id, ["change": "kill"], change, commit)
        }
        switch change.mode {
        case "160000": return refused(.notAFile, "it is a submodule", change, commit)
        case "120000": return refused(.notAFile, "it is a symbolic link", change, commit)
        default: break
        }
        guard !change.path.unicodeScalars.contains("\u{FFFD}") else {
            return refused(.badName, "its name is not UTF-8", change, commit)
        }
        let bytes = try blob(change.hash)
        guard !bytes.contains(0), let string = String(validating: bytes, as: UTF8.self) else {
            return refused(.notUTF8, "it is no text in UTF-8", change, commit)
        }
        let text = GitText(string, path: change.path)
        guard var story = stories[change.path] else {
            let id = newID(change.path)
            stories[change.path] = Story(id: id, text: text)
            let data: JSONObject = ["headline": .string(Text(text.headline)), "body": .string(Text(text.body))]
            return document("published", id, data, change, commit)
        }
        var data = JSONObject()
        if text.headline != story.text.headline { data["headline"] = .string(Text(text.headline)) }
        if text.body != story.text.body { data["body"] = .string(Text(text.body)) }
        if story.isKilled { data["change"] = "release" }
        (story.text, story.isKilled) = (text, false)
        stories[change.path] = story
        return data.isEmpty ? nil : document("updated", story.id, data, change, commit)
    }

    /// The path without its ending; with it, or with a number, where that is another story's.
    private mutating func newID(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        let dot = name.dropFirst().lastIndex(of: ".")
        let plain = dot.map { String(path.dropLast(name.distance(from: $0, to: name.endIndex))) } ?? path
        var (id, number) = (ids.contains(plain) ? path : plain, 2)
        while !ids.insert(id).inserted { (id, number) = ("\(path)-\(number)", number + 1) }
        return id
    }

    private func document(
        _ type: Text, _ story: String, _ data: JSONObject, _ change: Change, _ commit: Commit
    ) -> Found {
        var data = data
        let message = commit.message.drop(while: \.isWhitespace)
        if options.messagesAsNotes, type == "updated", let note = CommitMessage(message).note { data["note"] = note }
        let json: JSON = [
            "type": .string(type), "subject": .string(Text(story)), "time": .string(Text(String(commit.time))),
            "id": .string(Text("git:\(commit.hash):\(story)")), "data": .object(data),
        ]
        return .document(
            json, origin: Self.origin(change, commit), story: story, isFirst: type == "published")
    }

    private func refused(_ code: Refusal.Code, _ what: String, _ change: Change, _ commit: Commit) -> Found {
        .refused(
            Refusal(code, what, remedy: "leave it out, or convert it in the repository"),
            path: Self.origin(change, commit))
    }

    private static func origin(_ change: Change, _ commit: Commit) -> String {
        "\(commit.hash.prefix(12)):\(change.path)"
    }
}

/// What documents of a repository say beside its texts.
public struct GitOptions: Sendable {
    /// Whether the message of a commit is the note of the edit.
    public var messagesAsNotes = false
    /// Whether a file that is deleted kills its story.
    public var deletionsAsKills = false

    /// Neither.
    public init() {}
}
