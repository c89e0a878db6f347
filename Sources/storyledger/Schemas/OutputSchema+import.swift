extension OutputSchema {
    static let importing = OutputSchema(
        "import", "What has become of the documents.",
        .object([
            ("files", .count, "How many files were named."), ("documents", .count, "How many documents were read."),
            ("appended", .count, "How many are new events; none with --dry-run."),
            ("wouldAppend", .orNull(.count), "With --dry-run, how many would be new events."),
            ("duplicate", .count, "How many were recorded before."),
            ("unchanged", .count, "How many changed nothing."),
            ("refused", .count, "How many were left out; with --dry-run, how many reasons to refuse were found."),
            ("refusedFile", .orNull(.text), "The file of --refused."),
            ("interrupted", .flag, "Whether it was stopped before the last document."),
            ("dryRun", .flag, "Whether nothing was written."),
        ]))
}
