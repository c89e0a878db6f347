import CanonicalJSON

/// The message of a commit as the note of an edit.
///
/// An export says in its last lines whether the edit had a note, and whether readers saw it: where there was none, its
/// message is a summary, and no note.
struct CommitMessage {
    /// The note as a document writes it; nil where there is none.
    let note: JSON?

    /// - Parameter message: The whole message.
    init(_ message: Substring) {
        var text = message.drop(while: \.isWhitespace)
        while text.last?.isWhitespace ?? false { text.removeLast() }
        let paragraphs = text.split(separator: "\n\n", omittingEmptySubsequences: false)
        let members = Self.members(paragraphs.last ?? "")
        guard paragraphs.count > 1, members["Story"] != nil, members["Position"] != nil, let last = paragraphs.last
        else {
            note = text.isEmpty ? nil : .string(Text(String(text)))
            return
        }
        text = text.dropLast(last.count)
        while text.last?.isWhitespace ?? false { text.removeLast() }
        switch members["Note"] {
        case "none": note = nil
        case "hidden": note = ["text": .string(Text(String(text))), "placement": "none"]
        default: note = text.isEmpty ? nil : .string(Text(String(text)))
        }
    }

    /// The `Key: value` lines of a paragraph; empty if it has another line.
    private static func members(_ paragraph: Substring) -> [Substring: Substring] {
        var members: [Substring: Substring] = [:]
        for line in paragraph.split(separator: "\n") {
            let parts = line.split(separator: ": ", maxSplits: 1)
            guard parts.count == 2, parts[0].allSatisfy(\.isLetter) else { return [:] }
            members[parts[0]] = parts[1]
        }
        return members
    }
}
