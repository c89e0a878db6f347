import Export

extension OutputSchema {
    static let export = OutputSchema(
        "export", "The export that was written with --to.",
        .object([
            ("format", .words(ExportFormat.self), "Its form."), ("to", .text, "Where it is."),
            ("stories", .count, "How many stories it has."),
            ("documents", .orNull(.count), "How many event documents; null for other forms."),
            ("commits", .orNull(.count), "How many commits; null for other forms than git."),
            (
                "rows",
                .orNull(
                    .object(ExportTable.allCases.map { ($0.rawValue, .count, "How many rows this table has.") })),
                "The tables; null for forms without any."
            ),
            (
                "withheld",
                .list(
                    .object([
                        ("position", .count, "The event."), ("story", .text, "Its story."),
                        ("partial", .flag, "Whether some of its data is left."),
                        ("withheld", .shared(.takedown), "The takedown."),
                    ])), "The events that have no document, because data of them was withheld."
            ),
            ("uncertain", .count, "Documents that may name claims which their producer left out."),
            ("setAside", .orNull(.text), "Where what was there before is now; null where nothing was set aside."),
        ]))
}
