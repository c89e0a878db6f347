import Projections
import ProseDiff
import StoryEvents

/// A shape that several verbs print, or that names itself.
enum SharedShape: String, CaseIterable {
    case party, hop, claim, move, request, drift, moment, statusChange, counts, version, span, operation, fieldChange
    case undoneCorrection, withheldField, takedown, receipt, cosignature, progress

    var shape: OutputShape {
        switch self {
        case .party:
            .object([
                ("name", .text, "The name as the producer writes it; parties are told apart by it."),
                ("kind", .orNull(.words(["person", "organisation", "unnamed"])), "What sort of party it is."),
                ("role", .orNull(.text), "Office or function."), ("url", .orNull(.text), "A page about the party."),
            ])
        case .hop:
            .object([
                ("id", .orNull(.text), "Unique within the claim; null where no denial can name the hop."),
                ("speaker", .shared(.party), "Who says it."), ("verb", .orNull(.text), "How it is said: told, wrote."),
                ("addressee", .orNull(.shared(.party)), "To whom."),
            ])
        case .claim: Self.claimShape
        case .move: Self.moveShape
        case .request: Self.requestShape
        case .drift:
            .object([
                ("words", .text, "Words of the claim that the text had, and has no more."),
                (
                    "version", .orNull(.count),
                    "The first version without them; null where it cannot be told, because text was withheld."
                ),
                ("now", .orNull(.text), "What the newest text says in their place; null where it says nothing."),
            ])
        case .moment:
            .object([
                ("at", .time, "The time, with its offset."),
                ("zone", .orNull(.text), "The zone that it was told in, of the IANA database."),
                ("printed", .orNull(.text), "The time as it stood in print."),
            ])
        case .statusChange:
            .object([
                ("position", .count, "The event's place in the log."), ("time", .time, "When it happened."),
                ("recorded", .time, "When the ledger recorded it."),
                ("source", .text, "The source that it came from."),
                ("change", .words(["hold", "release", "kill"]), "What was done to the story."),
                ("note", .orNull(.text), "The note that came with it."),
                ("reason", .orNull(.text), "Why, for the record."),
            ])
        case .counts:
            .object([
                ("added", .count, "How many were put in."), ("removed", .count, "How many were taken out."),
                ("changed", .count, "How many were replaced by others."),
                (
                    "moved", .count,
                    "How many stand in another place; sentences also where they were changed on the way."
                ),
            ])
        case .version:
            .object([
                ("version", .count, "The version's number, from 1."),
                ("position", .count, "The place in the log of the event that made it."),
                ("time", .time, "When that happened."),
            ])
        case .fieldChange: Self.fieldChangeShape
        case .undoneCorrection:
            .object(
                Self.correctionName + [
                    ("undoneIn", .count, "The version that took it back."),
                    ("undoneAt", .count, "The event that made that version."),
                    ("part", .flag, "Whether it took back only a part of the correction."),
                    ("elsewhere", .flag, "Whether it says at another place what the correction took out."),
                    (
                        "restoredIn", .orNull(.count),
                        "The version that put it back, or part of it; null while none did."
                    ),
                    ("neitherIn", .orNull(.count), "The version that ended the error without it; null while none did."),
                ])
        case .span: Self.spanShape
        case .operation: Self.operationShape
        case .withheldField: .object(Self.takedownMembers + [("field", Self.field, "The text that was withheld.")])
        case .takedown: .object(Self.takedownMembers)
        case .receipt: .object(Self.receiptMembers)
        case .cosignature:
            .object([
                ("witness", .text, "The name of the witness."),
                ("time", .orNull(.time), "When it says that it cosigned; null where the signature has no such time."),
            ])
        case .progress: Self.progressShape
        }
    }

    /// The names of the texts of a story.
    static let field = OutputShape.words(["headline", "dek", "body"])

    /// Fields of a story other than its texts that changed.
    static let fieldChanges = OutputShape.list(.shared(.fieldChange))

    private static let fieldChangeShape = OutputShape.object([
        (
            "field",
            .words(["byline", "publisher", "url", "language", "section", "keywords", "embargo", "extra"]),
            "The field."
        ),
        ("old", .anything, "What it was; null for nothing."), ("new", .anything, "What it is; null for nothing."),
    ])

    /// The start and the end in a text, in UTF-8 bytes.
    static let range = OutputShape.row([.count, .count])

    /// Sorts of changes that matter.
    static let marks = OutputShape.list(
        .words([
            "noise", "number", "name", "quotation", "numberWord", "negation", "hedge", "attribution", "speaker",
        ]))

    /// The members of what was recorded about when an event happened.
    static let times: [OutputShape.Member] = [
        ("time", .time, "When it happened."), ("recorded", .time, "When the ledger recorded it."),
        ("backdated", .flag, "Whether it was recorded more than an hour after it happened."),
        ("outOfOrder", .flag, "Whether an event of the story that happened later was recorded before it."),
    ]

    /// The members that say where an event stands, and what it is.
    static let event: [OutputShape.Member] = [
        ("position", .count, "The event's place in the log, from 0."),
        ("revision", .count, "The event's place in its story, from 0."),
        ("type", .words(EventType.self), "The event's type."), ("source", .text, "The source that it came from."),
    ]

    /// What is said where data was withheld.
    static let takedownMembers: [OutputShape.Member] = [
        ("by", .count, "The position of the event that says so."), ("recorded", .time, "When that was recorded."),
        ("reason", .text, "Why the data was withheld."), ("authority", .text, "On whose authority."),
    ]
}
