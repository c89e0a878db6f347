import StoryEvents

extension SharedShape {
    /// The result of one file.
    static let receiptMembers = receiptMembers(["appended"])

    /// - Parameter appended: What becomes of a document that is new.
    static func receiptMembers(_ appended: [String]) -> [OutputShape.Member] {
        [
            ("file", .text, "The file, as its producer named it."),
            (
                "sha256", .orNull(.text),
                "SHA-256 of its bytes in hexadecimal; null where they were not read, or are withheld."
            ),
            ("outcome", .words(appended + ["duplicate", "unchanged", "quarantined"]), "What became of the file."),
            ("recorded", .time, "When that was decided."),
            ("events", .list(receiptEntry(appended)), "The file's documents, in order."),
            ("errors", .list(refusal), "Why the file was refused."),
        ]
    }

    private static func receiptEntry(_ appended: [String]) -> OutputShape {
        .object([
            ("position", .orNull(.count), "The event's place in the log; null where the document changed nothing."),
            ("revision", .orNull(.count), "The event's place in its story, from 0."),
            ("story", .text, "The story that the document is about."),
            ("type", .words(EventType.self), "The type of the document."),
            ("id", .orNull(.text), "The event's id, given or derived."),
            ("outcome", .words(appended + ["duplicate", "unchanged"]), "What became of the document."),
        ])
    }

    private static let refusal = OutputShape.object([
        ("code", .words(Refusal.Code.self), "The kind of reason."),
        ("path", .text, "Where in the document, as a JSONPath."),
        ("line", .orNull(.count), "The line of the file, from 1."),
        ("column", .orNull(.count), "The column of that line, from 1."),
        ("message", .text, "What was found, and what was expected."), ("remedy", .text, "What to do."),
    ])

    static let fault = OutputShape.object([
        ("position", .count, "The event at which it stopped."), ("message", .text, "Why it stopped."),
    ])

    static let progressShape = OutputShape.object([
        ("projection", .text, "The name of the projection."),
        ("version", .orNull(.count), "The version of its rows; null where there are none yet."),
        ("events", .storedNumber, "How many events of the log are in its rows."),
        ("behind", .storedNumber, "How many events are not."),
        ("stale", .orNull(.text), "Why its rows are not up to the log; null where they are."),
        ("fault", .orNull(fault), "The event that stopped it."),
        (
            "building",
            .orNull(
                .object([
                    ("version", .count, "The version of the rows that are being built."),
                    ("events", .storedNumber, "How many events are in them."),
                ])), "The rebuild that is under way."
        ),
    ])
}
