import CanonicalJSON
import StoryEvents

extension OutputSchema {
    static let log = OutputSchema(
        "log", "An event, on a line of its own.",
        .object(
            [
                ("position", .count, "The event's place in the log, from 0."),
                ("revision", .count, "The event's place in its story, from 0."),
                ("story", .text, "The story's id; the leaf calls it subject."),
                ("type", .words(EventType.self), "The event's type."),
                ("id", .text, "The event's id, unique in its source."),
                ("source", .text, "The source that it came from."),
            ] + SharedShape.times + [
                ("previous", .orNull(.count), "The position of the story's previous event."),
                ("schema", .count, "The version of the form that its data has."),
                ("commitment", .text, "What the leaf commits the data to."),
                (
                    "data", .orNull(.anyObject),
                    "The data as recorded, in the long form of documents; null where withheld."
                ),
                ("withheld", .orNull(.shared(.takedown)), "The takedown of all of its data."),
                ("withheldPieces", .list(.count), "The numbers of the pieces that were withheld, where not all were."),
            ]))

    static let why = OutputSchema(
        "why", "The receipt of the file that an event came from.",
        .object(
            SharedShape.receiptMembers + [
                ("withheld", .orNull(.shared(.takedown)), "The newest takedown of the event's data."),
                ("removed", .orNull(.time), "When retention decided to remove the file; null while it is kept."),
                (
                    "committed", .orNull(.object([("name", .text, "Its name."), ("sha256", .text, "Its SHA-256.")])),
                    "The file that the event's leaf commits to; null where it commits to none, or that is withheld."
                ),
                ("difference", .orNull(.text), "What the receipt says otherwise; null where it agrees."),
            ]))

    static let append = OutputSchema(
        "append", "What became of a file, on a line of its own.",
        .object(
            SharedShape.receiptMembers(["appended", "would-append", "would-refuse"]) + [
                ("dryRun", .flag, "Whether nothing was written.")
            ]))

    static let replay = OutputSchema(
        "replay",
        "A projection's digest and result; with --step an event, and of a whole ledger also a row, a line each.",
        .anyOf([
            .object([
                ("projection", .text, "The name of the projection."),
                ("events", .count, "How many events were folded."),
                ("digest", .text, "sha256: and the hexadecimal SHA-256 of the result."),
                ("fault", .orNull(SharedShape.fault), "The event that stopped it."),
                ("result", .orNull(.anyObject), "With --projection and --story, the result, as the verbs print it."),
            ]),
            .row([.text, .text, .anyObject]),
            .object([
                ("position", .count, "The event's place in the log, from 0."),
                ("type", .words(EventType.self), "The event's type."), ("time", .time, "When it happened."),
                ("recorded", .time, "When the ledger recorded it."),
                ("changes", .list(change), "What it changed in the result."),
            ]),
        ]))

    private static let path: OutputShape.Member = ("path", .text, "Where in the result, as a JSONPath.")
    private static let old: OutputShape.Member = ("old", .anything, "What was there before.")
    private static let new: OutputShape.Member = ("new", .anything, "What is there now.")

    /// A member that came has no `old`, one that went no `new`: null is a value that both may be.
    private static let change = OutputShape.anyOf([
        .object([path, old, new]), .object([path, new]), .object([path, old]),
    ])

    static let withhold = OutputSchema(
        "withhold", "What is withheld: with --dry-run the places, else what was done.",
        .anyOf([
            .object([
                ("places", .list(.object(place)), "What would be withheld."),
                ("custody", .list(.count), "Other events whose file's name and hash go, too."),
                ("outOfReach", .list(.text), "Places that hold the words and cannot be withheld."),
            ]),
            .object([
                ("by", .orNull(.count), "The event that says so; null where it was recorded before."),
                ("recorded", .orNull(.time), "When that was recorded."), ("reason", .orNull(.text), "Why."),
                ("authority", .orNull(.text), "On whose authority."),
                ("taken", .list(.object(taken)), "What was taken of which event."),
                ("resumed", .flag, "Whether an earlier takedown was finished."),
                ("finished", .flag, "Whether nothing is left to do."),
                ("removed", .list(.text), "Files that were removed."),
                ("rewritten", .list(.text), "Files that were written without the data."),
                ("receipts", .list(.count), "Receipts that lost their file's name and hash."),
                ("closed", .list(.text), "Directories that could not be read."),
                ("missing", .list(.text), "Files that are not in the archive."),
                ("leftovers", .list(.text), "Files and receipts that still hold the data."),
                (
                    "otherFiles",
                    .list(
                        .object([
                            ("place", .text, "The file or the receipt."),
                            ("spelling", .text, "How it spells the words."),
                        ])), "Files and receipts that hold the words in other letters."
                ),
                (
                    "documents",
                    .list(
                        .object([
                            ("place", .text, "The file."),
                            ("documents", .list(.count), "Their numbers in the file, from 1."),
                        ])), "Which documents hold the words, of files with several."
                ),
                ("sealed", .list(.text), "Links and compressed files, which were not looked into."),
                ("commands", .list(.object(command)), "What removes or searches what is named here."),
                ("remaining", .list(.count), "Events that still hold the words."),
                ("otherLetters", .list(.count), "Events that hold the words in other letters."),
                ("stories", .list(.text), "Stories whose ids are made of the words."),
                ("notReached", .list(.text), "Where copies may be that the ledger does not know."),
            ]),
        ]))

    private static let place: [OutputShape.Member] = [
        ("position", .count, "The event's place in the log, from 0."), ("story", .text, "The story's id."),
        ("type", .words(EventType.self), "The event's type."),
        ("version", .orNull(.count), "The version that the event made."),
        ("piece", .orNull(.count), "The number of the piece, from 0; null for all data."),
        ("field", .orNull(.text), "Where the piece stands, as a JSONPath."), ("text", .orNull(.text), "What it says."),
        ("words", .orNull(.count), "How many words it has, all of which go; null for all data."),
    ]

    private static let command: [OutputShape.Member] = [
        ("place", .text, "A file, a receipt or an event."), ("command", .text, "For a shell."),
    ]

    private static let taken: [OutputShape.Member] = [
        ("position", .count, "The event that lost data."),
        ("pieces", .anyOf([.constant("all"), .list(.count)]), "Which pieces of it."),
        ("version", .orNull(.count), "The version that the event made."),
        ("fields", .list(.text), "Fields that the event changed and of which nothing is known any more."),
        ("change", .orNull(.words(Update.Change.self)), "What the update called itself."),
        ("repeats", .list(.count), "Events that give the same text again."),
    ]
}
