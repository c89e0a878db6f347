import ProseDiff
import StoryEvents

extension OutputSchema {
    private static let story: OutputShape.Member = ("story", .text, "The story's id.")

    static let history = OutputSchema(
        "history", "A story's versions, and its events that made none.",
        .object([
            story, ("source", .orNull(.text), "The source that published the story."),
            ("versions", .list(.object(edit)), "Its versions, oldest first; with --silent, the silent ones."),
            (
                "others",
                .list(
                    .object(
                        [("position", .count, "The event's place in the log.")] + SharedShape.times + [
                            ("source", .text, "The source that it came from."),
                            ("type", .words(EventType.self), "The event's type."),
                            ("what", SharedShape.what, "What was done, in a word."),
                            ("version", .count, "The version that stood when it was recorded; 0 before the first."),
                            ("line", .text, "Who did what, in one sentence without its full stop."),
                            ("fieldChanges", SharedShape.fieldChanges, "Fields other than texts that it changed."),
                            ("covers", .list(.text), "The passages that its note says it covers."),
                        ])), "Its events that made no version; none with --silent."
            ), languageMissing,
        ]))

    private static let languageMissing: OutputShape.Member = (
        "languageMissing", .flag,
        "Whether the marks that need a language are off somewhere, because the story gives none."
    )

    private static let edit: [OutputShape.Member] =
        [
            ("version", .count, "The version's number, from 1."),
            ("position", .count, "The place in the log of the event that made it."),
        ] + SharedShape.times + [
            ("source", .text, "The source that it came from."),
            (
                "change", .orNull(.words(Update.Change.self)),
                "What the update calls itself; null for the first version."
            ),
            ("note", .orNull(.text), "The note that came with it."),
            ("reason", .orNull(.text), "Why, for the record."),
            ("announced", .orNull(.flag), "Whether a note told readers; null where that was withheld."),
            (
                "silent", .orNull(.flag),
                "Whether the text changed with no note to readers; null where text was withheld that tells."
            ),
            (
                "noise", .orNull(.flag),
                "Whether only white space and typography changed; null like silent."
            ),
            ("embargo", .orNull(.shared(.moment)), "When the embargo ends that the story had with it."),
            ("embargoBroken", .flag, "Whether it published the story before its embargo ended."),
            ("beforeEmbargo", .flag, "Whether its time is before its embargo ended, whenever it was recorded."),
            ("fieldChanges", SharedShape.fieldChanges, "Fields other than texts that its event changed."),
            ("headlineChanged", .flag, "Whether the headline changed."),
            ("changed", .list(SharedShape.field), "The texts that changed."),
            ("summary", .orNull(.text), "What changed, in a line; null for the first version."),
            ("revertsTo", .orNull(.count), "The number of the newest earlier version with the same text."),
            ("revertsButForTypography", .flag, "Whether that version differs in typography."),
            ("undoesCorrections", SharedShape.undoneByEdit, "The corrections that it undoes."),
            ("putsBackCorrections", SharedShape.putBackByEdit, "The corrections that it puts back."),
            (
                "mayUndoCorrections", .list(.object(SharedShape.correctionName)),
                "The corrections of which it cannot be told, because text was withheld."
            ),
            (
                "repeatsNoteOf", .orNull(.count),
                "The number of the version that had the same note before; null where it was a note without a text."
            ),
            ("repeatsNoteAt", .orNull(.count), "The position of the newest earlier event with the same note."),
            ("laterNote", .orNull(SharedShape.laterNote), "The first later note about what it changed without one."),
            ("moreLaterNotes", .list(SharedShape.laterNote), "The other later notes about it, up to seven."),
            ("sentences", .shared(.counts), "What became of sentences."),
            ("words", .shared(.counts), "What became of words."),
            ("coverageHidden", .flag, "Whether what the note covers cannot be told, because text was withheld."),
            ("withheldPassagesChanged", .count, "Withheld passages that differ; no count has them."),
            (
                "coverage",
                .orNull(
                    .object([
                        ("covered", .list(.shared(.span)), "Changes that the note names or quotes."),
                        ("leftOut", .list(.shared(.span)), "The other changes."),
                        ("unmatched", .list(.text), "Words that the note covers and neither text has."),
                    ])), "What the note covers; null where it names and quotes no change."
            ),
            ("exposure", .orNull(.list(exposure)), "With --exposure, the words that it changed or took back."),
            ("withheldFields", .list(SharedShape.field), "The texts of it that were withheld."),
            ("withheld", .orNull(.shared(.takedown)), "The takedown of all data of its event."),
        ]

    private static let exposure = OutputShape.object([
        ("field", SharedShape.field, "The text that had the words."), ("words", .text, "The words, as they stood."),
        ("from", .shared(.version), "The version that brought them."),
        ("to", .shared(.version), "The version that has them no more."),
        ("seconds", .integer, "Seconds between the two; negative where the newer one happened first."),
        (
            "parts",
            .list(
                .object([
                    ("words", .text, "The words, as they stood."),
                    ("from", .shared(.version), "The version that brought them."),
                    ("seconds", .integer, "As for the whole; 0 where nobody could read them."),
                ])), "Words among them that another version brought."
        ),
    ])

    static let diff = OutputSchema(
        "diff", "What changed between two versions of a story, or two files.",
        .object([
            ("story", .orNull(.text), "The story's id; null for files."), ("from", side, "The older text."),
            ("to", side, "The newer text."),
            (
                "versions",
                .list(
                    .object([
                        ("version", .count, "The version's number."),
                        ("position", .count, "The place in the log of the event that made it."),
                        ("time", .time, "When that happened."),
                        ("source", .text, "The source that it came from."),
                        ("change", .orNull(.words(Update.Change.self)), "What the update calls itself."),
                        ("note", .orNull(.text), "The note that came with it."),
                        ("reason", .orNull(.text), "Why, for the record."),
                        ("announced", .orNull(.flag), "Whether a note told readers; null where that was withheld."),
                        (
                            "silent", .orNull(.flag),
                            "Whether the text changed with no note to readers; null where text was withheld that tells."
                        ),
                        (
                            "noise", .orNull(.flag),
                            "Whether only white space and typography changed; null like silent."
                        ),
                        ("revertsTo", .orNull(.count), "The newest earlier version with the same text."),
                        ("undoesCorrections", SharedShape.undoneByEdit, "The corrections that it undoes."),
                        ("putsBackCorrections", SharedShape.putBackByEdit, "The corrections that it puts back."),
                        (
                            "mayUndoCorrections", .list(.object(SharedShape.correctionName)),
                            "The corrections of which it cannot be told, because text was withheld."
                        ),
                        (
                            "laterNote", .orNull(SharedShape.laterNote),
                            "The first later note about what it changed without one."
                        ),
                        (
                            "moreLaterNotes", .list(SharedShape.laterNote),
                            "The other later notes about it, up to seven."
                        ),
                    ])), "The versions after the older text, through the newer one; none for files."
            ),
            ("quality", .words(Comparison.Quality.self), "How good the result is; it is always exact."),
            ("noisePlaces", .count, "The places where only white space and typography differ."),
            (
                "fields",
                .list(
                    .object([
                        (
                            "field", .words(["headline", "dek", "body", "text"]),
                            "The text that differs; 'text' for files."
                        ),
                        (
                            "hiddenManifest", .orNull(.text),
                            "What became of the hidden text manifests (C2PA) in it; null where they are the same."
                        ),
                        (
                            "operations", .list(.shared(.operation)),
                            "What makes the newer text of the older one, in order."
                        ),
                    ])), "The texts that differ, in reading order."
            ),
            ("fieldChanges", SharedShape.fieldChanges, "Fields other than texts that differ."),
            (
                "statusChanges", .list(.shared(.statusChange)),
                "Holds, releases and kills between the two that made no version."
            ), languageMissing,
            ("withheld", .list(.shared(.withheldField)), "The texts of which it cannot be said whether they differ."),
        ]))

    private static let side = OutputShape.anyOf([
        .object([
            ("version", .count, "The version's number, from 1."),
            ("position", .count, "The place in the log of the event that made it."),
            ("time", .time, "When that happened."), ("source", .text, "The source that it came from."),
        ]), .object([("file", .text, "The file's name; - for standard input.")]),
    ])

    static let blame = OutputSchema(
        "blame", "Which event each sentence and word of a story's text came from.",
        .object([
            story, ("version", .count, "The version that is shown."), ("position", .count, "The event that made it."),
            (
                "fields",
                .list(
                    .object([
                        ("field", SharedShape.field, "The text."),
                        ("sentences", .list(.object(sentence)), "Its sentences, in order."),
                    ])), "The texts that it has, in reading order."
            ),
            (
                "obscured", .list(.count),
                "Versions of which text was withheld: what came after may be older than it seems."
            ),
            ("withheld", .list(.shared(.withheldField)), "The texts that it has and that were withheld."),
        ]))

    private static let origin: [OutputShape.Member] = [
        ("range", SharedShape.range, "Where: start and end in UTF-8 bytes."), ("text", .text, "The words."),
        ("version", .count, "The version that they came with."),
        ("position", .count, "The event that made that version."),
        ("returnedIn", .orNull(.count), "The version in which they came back, where they had been taken out."),
    ]

    private static let cut: [OutputShape.Member] = [
        ("at", .count, "Where: an offset in UTF-8 bytes."),
        ("version", .count, "The version without the words."),
        ("position", .count, "The event that made that version."),
    ]

    private static let sentence: [OutputShape.Member] =
        origin + [
            ("time", .time, "When that event happened."), ("recorded", .time, "When the ledger recorded it."),
            ("source", .text, "The source that sent that event."),
            ("newest", .count, "The version that first had the sentence as it is."),
            ("takenOut", .list(.object(cut)), "Where words were taken out of it."),
            ("words", .list(.object(origin)), "Where the words of the sentence came from."),
        ]
}

extension SharedShape {
    /// What an event did, in a word.
    static let what = OutputShape.words(
        ["published"] + Update.Change.allCases.map(\.rawValue) + ["denied", "partly-denied", "reiterated"]
            + Response.Outcome.allCases.map(\.rawValue) + ["asked", "erased", "withheld", "forked", "rekeyed"])
}
