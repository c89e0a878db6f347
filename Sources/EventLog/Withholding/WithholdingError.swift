import CanonicalJSON
import StoryEvents

/// Why nothing was withheld.
public enum WithholdingError: Error, Hashable, Sendable {
    /// There is no event at that position.
    case noEvent(Position, size: Int64)
    /// It is an event of the ledger's own.
    case ledgersOwn(Position, EventType)
    /// It was withheld before.
    case withheldAlready(Withheld)
    /// These pieces of an event were; `piece 3`, or a field.
    case piecesWithheldAlready(Withheld, String)
    /// No story has that id.
    case noStory(StoryID)
    /// The event has no such piece or field; how many pieces it has.
    case noPiece(Position, String, count: Int)
    /// There are no words to look for.
    case noWords
    /// Nothing that is there holds the words, or is the piece asked for.
    ///
    /// - otherLetters: How events spell the words in other letters.
    case nothingFound(otherLetters: [Text] = [])
    /// The reason or the authority, which stay in the log, hold the words.
    case wordsInReason(member: String)
    /// Nothing is withheld without a reason.
    case noReason
    /// A takedown names an authority.
    case noAuthority
    /// The log could not be read or written.
    case log(EventLogError)

    /// What was refused, what was found.
    public var message: String {
        switch self {
        case .noEvent(let position, let size): "there is no event at \(position); the log has \(size)"
        case .ledgersOwn(let position, let type):
            "the event at \(position) is not withheld: it is '\(type.rawValue)', the ledger's own, and holds no story's text"
        case .withheldAlready(let withheld):
            "\(withheld.taken.position) was \(Self.before(withheld))"
        case .piecesWithheldAlready(let withheld, let what):
            "\(what) of \(withheld.taken.position) was \(Self.before(withheld))"
        case .noStory(let story): "there is no story '\(story)'"
        case .noPiece(let position, let piece, let count):
            "the event at \(position) has no piece '\(piece)'; it has \(count) pieces"
        case .noWords: "there are no words to look for"
        case .nothingFound: "nothing was withheld: no piece that is there holds it"
        case .wordsInReason(let member): "nothing was withheld: the \(member) holds what is to be withheld"
        case .noReason: "nothing is withheld without a reason"
        case .noAuthority: "a takedown without an authority"
        case .log(let error): error.message
        }
    }

    private static func before(_ withheld: Withheld) -> String {
        "withheld already by event \(withheld.by) on \(withheld.recorded.description.prefix(19))Z on the authority of "
            + "\(withheld.authority.asKeepersWord); nothing was done now"
    }

    private static let mostSpellings = 5

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .noEvent: "list events with 'storyledger log'"
        case .ledgersOwn: "name the event whose data is to be withheld; accountability is for all to see"
        case .withheldAlready(let withheld), .piecesWithheldAlready(let withheld, _):
            "its reason stands in the log: 'storyledger log --from \(withheld.by)'"
        case .noStory: "list stories with 'storyledger stories'"
        case .noPiece: "list the pieces with 'storyledger withhold STORY --text WORDS --dry-run', or name a field"
        case .noWords: "say which words with --text"
        case .nothingFound(let spellings) where !spellings.isEmpty:
            "events spell it otherwise, give that as --text: "
                + spellings.prefix(Self.mostSpellings).map(\.quoted).joined(separator: ", ")
                + (spellings.count > Self.mostSpellings ? " and \(spellings.count - Self.mostSpellings) more" : "")
        case .nothingFound:
            "the words are looked for as they are written; case and accents count; '--everywhere' looks in all stories"
        case .wordsInReason(let member):
            "say it in other words: the \(member) becomes part of the log, and stays"
        case .noReason: "say why with --reason; it becomes part of the log"
        case .noAuthority: "say on whose authority with --authority; it becomes part of the log"
        case .log(let error): error.remedy
        }
    }
}
