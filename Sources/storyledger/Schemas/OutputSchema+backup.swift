extension OutputSchema {
    private static let finding = OutputShape.object([
        ("path", .text, "The file, below the backup."), ("what", .text, "What is wrong with it."),
    ])

    private static let source: [OutputShape.Member] = [
        ("name", .text, "Its name."), ("user", .orNull(.text), "Who puts files there; null where that is not known."),
    ]

    static let backup = OutputSchema(
        "backup", "What is wrong with a backup, a line each, and a last line that sums it up.",
        .anyOf([
            finding,
            .object([
                ("format", .text, "storyledger/backup/v1."), ("origin", .text, "The log's name."),
                ("created", .time, "When the backup was made."), ("events", .count, "How many events it holds."),
                ("receipts", .count, "How many receipts."), ("root", .text, "The root hash, in hexadecimal."),
                ("checkpoint", .orNull(.storedNumber), "How many of the events were published."),
                ("snapshot", .text, "The directory in the backup that holds the log's copy."),
                ("missing", .list(.text), "What a restored ledger needs and the backup does not have."),
                ("sources", .list(.object(source)), "The sources that had a directory in the inbox."),
                ("files", .count, "How many files it has."), ("bytes", .storedNumber, "Their bytes."),
                ("copied", .count, "How many were copied by this run."),
                ("copiedBytes", .storedNumber, "Their bytes."),
                ("removed", .count, "How many files the ledger no longer had."),
                (
                    "leftOut",
                    .list(
                        .object([
                            ("path", .text, "Its path below the ledger's directory."), ("reason", .text, "Why."),
                            ("remedy", .orNull(.text), "What to do, if possible a command."),
                        ])),
                    "Files that are not in the backup: refused ones, too large or closed to the ledger's user, and those that "
                        + "the system did not read or copy."
                ),
                ("carried", .list(.text), "The key and the secret, where they are those of the backup before."),
            ]),
        ]))

    static let restore = OutputSchema(
        "restore", "What is wrong with a backup, a line each, or the ledger that was restored.",
        .anyOf([
            finding,
            .object([
                ("ledger", .text, "Its directory."), ("origin", .text, "The log's name."),
                ("events", .count, "How many events it has."), ("backup", .time, "When the backup was made."),
                ("published", .orNull(.storedNumber), "How many events readers have seen."),
                ("behind", .flag, "Whether the log does not extend that: then nothing is signed until you decide."),
                (
                    "mayBeBehind", .flag,
                    "Whether others may have seen more: no file of the ledger before says what was signed."
                ),
                (
                    "undoneTakedowns", .list(.count),
                    "Takedowns that came after the backup: the words that they took are back."
                ),
                ("setAside", .orNull(.text), "Where the files of the ledger before are."),
                ("missing", .list(.text), "What it still needs."),
                ("handover", .orNull(.text), handover),
                (
                    "configuration", .orNull(.text),
                    "Where in the backup the daemon's settings are, to be compared with /etc/storyledger."
                ),
                (
                    "sources",
                    .list(.object(source + [("command", .text, "What makes its directory again.")])),
                    "The sources that had a directory in the inbox, and those of the log's files."
                ),
            ]),
        ]))
}
