extension OutputSchema {
    static let migrate = OutputSchema(
        "migrate", "What was done to the schema of a ledger, or would be.",
        .object([
            ("found", .count, "The version of the schema that was found."),
            ("known", .count, "The version that this program writes."),
            ("tables", .list(.text), "The tables that were made, or would be."),
            ("dryRun", .flag, "Whether nothing was written."),
        ]))
}
