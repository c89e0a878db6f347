import CanonicalJSON
import LedgerService
import StoryEvents

extension OutputSchema {
    static let initialised = OutputSchema(
        "init", "The ledger that was made.",
        .object([
            ("ledger", .text, "Its directory."), ("origin", .text, "The log's name."),
            ("created", .time, "When it was made."),
            ("handover", .orNull(.text), handover),
        ]))

    /// Of a ledger that root has made.
    static let handover =
        "The commands that give a ledger of root's to the service; null where it is not root's, or where there is no service."

    static let status = OutputSchema(
        "status", "Where a ledger stands.",
        .object([
            ("ledger", .text, "Its directory."), ("origin", .text, "The log's name."),
            ("created", .time, "When it was made."),
            ("events", .count, "How many events there are."),
            ("withheld", .count, "How many events have lost data."),
            ("unfinishedTakedowns", .list(.count), "Events of which files may still hold withheld data."),
            ("newest", .orNull(.time), "When the newest event was recorded."),
            ("files", .storedNumber, "How many files were taken or refused."),
            ("inbox", .orNull(.count), "How many files are in the inbox; null where that cannot be read."),
            ("quarantine", .orNull(.count), "How many files are in quarantine."),
            ("intake", intake, "How files are taken in."),
            (
                "held",
                .list(
                    .object([
                        ("part", .words(PartFault.Part.allCases.map(\.rawValue)), "What does not work."),
                        ("message", .text, "Why, in the daemon's words where it was heard."),
                        ("remedy", .orNull(.text), "What to do about it."),
                    ])), "The parts that do not work; the exit status is 1 where there is one."
            ),
            ("bytes", .storedNumber, "The size of the database and its log."),
            (
                "wal",
                .object([
                    ("bytes", .storedNumber, "Its size."),
                    ("heldSince", .orNull(.time), "Since when a reader keeps it from being emptied."),
                ]), "The write-ahead log of the database."
            ),
            ("disk", .orNull(.text), "Why nothing can be written; null where something can."),
            ("clock", clockShape, "Whether the machine's clock is believed."),
            (
                "check",
                .orNull(
                    .object([
                        ("finished", .orNull(.time), "When it last ended a pass over the whole log."),
                        (
                            "faults",
                            .list(
                                .object([
                                    ("what", .text, "Where, and what differs there."),
                                    ("found", .time, "When it was found first."),
                                ])), "What it has found."
                        ),
                    ])), "The daemon's background check; null where it has not looked yet."
            ),
            ("publication", publication, "What is published."),
            ("projections", .list(.shared(.progress)), "The persisted projections."),
        ]))

    private static let intake = OutputShape.object([
        ("running", .orNull(.flag), "Whether a daemon runs; null where that cannot be told."),
        ("stall", .orNull(.text), "What keeps every file from being taken."),
        ("waiting", .orNull(.count), "How many files wait for a story or an event."),
        ("suspended", .orNull(.count), "How many sources and files are left alone for a while."),
        ("notTaken", .orNull(.count), "How many are not taken as they are."),
    ])

    private static let publication = OutputShape.object([
        ("size", .orNull(.storedNumber), "How many events are published."),
        ("root", .orNull(.text), "The published root hash, in hexadecimal."),
        ("held", .orNull(.storedNumber), "How many events a checkpoint signs that waits for its quorum."),
        ("obstacle", .orNull(.text), "What keeps the log from being signed."),
        (
            "witnesses",
            .list(
                .object([
                    ("name", .text, "The name of the witness."),
                    ("cosigned", .orNull(.storedNumber), "How many events it has cosigned."),
                    ("time", .orNull(.time), "When it cosigned them."),
                    ("lag", .orNull(.storedNumber), "How many events it has not."),
                ])), "The witnesses that are asked."
        ),
    ])

    private static let clockShape = OutputShape.object([
        ("shown", .time, "What the clock shows."), ("newest", .orNull(.time), "When the newest event was recorded."),
        ("behind", .count, "Seconds that the clock is behind that."),
        ("fault", .orNull(.text), "Why the clock is not believed, here or by a running daemon; null where it is."),
        (
            "accepted", .orNull(.count),
            "Seconds that the clock is ahead of what it showed before an admin accepted it; null where no acceptance is in force."
        ),
    ])

    static let clock = OutputSchema("clock", "Whether the machine's clock is believed; of clock status.", clockShape)

    static let projectionsStatus = OutputSchema(
        "projections-status", "A persisted projection, on a line of its own.", .shared(.progress))

    static let projectionsRebuild = OutputSchema(
        "projections-rebuild", "Progress, a difference, or the result of one projection, a line each.",
        .anyOf([
            .object([
                ("projection", .text, "The name of the projection."),
                ("position", .count, "How many events were folded."), ("events", .count, "How many there are."),
                ("eventsPerSecond", .count, "How fast it goes."),
                ("secondsLeft", .orNull(.count), "How long it will take; null where that cannot be told."),
            ]),
            .object([
                ("projection", .text, "The name of the projection."), ("story", .text, "The story of the row."),
                ("key", .text, "The row, among those of its story."),
                ("field", .orNull(.text), "The member that differs; null for the whole row."),
                ("stored", .anything, "As it is persisted; null where it is not there."),
                ("rebuilt", .anything, "As the log says; null where it is not there."),
            ]),
            .object([
                ("projection", .text, "The name of the projection."),
                ("events", .count, "How many events were folded."),
                ("differences", .orNull(.count), "How much differs; null where there was nothing to compare."),
                ("serving", .flag, "Whether the rebuilt rows serve now."),
                ("fault", .orNull(.text), "Why it stopped."),
            ]),
        ]))

    static let inboxReconcile = OutputSchema(
        "inbox-reconcile", "What became of every file that the inbox has seen.",
        .object([
            ("waiting", .count, "Files in the inbox that will be taken."),
            ("appended", .storedNumber, "Files of which something was appended."),
            ("duplicate", .storedNumber, "Files that the log had before."),
            ("unchanged", .storedNumber, "Files that changed nothing."),
            ("quarantined", .storedNumber, "Files that were refused."),
            ("archived", .storedNumber, "Archived files with exactly the bytes of their receipts."),
            ("takenDown", .storedNumber, "Receipts whose file a takedown has changed or removed."),
            ("gone", .storedNumber, "How many of these files are gone."),
            ("notCompared", .list(.text), "Paths of what takedowns left of the others; nothing holds a hash of it."),
            ("notFiled", .storedNumber, "Receipts whose file is not filed yet."),
            ("removed", .storedNumber, "Receipts whose file retention has removed from the archive."),
            ("inQuarantine", .storedNumber, "Refused files that are in quarantine."),
            (
                "leftQuarantine", .storedNumber,
                "Refused files that are not in quarantine any more: put back, or removed; nothing says which."
            ),
            (
                "removedFromQuarantine", .storedNumber, "Refused files that retention has removed from quarantine."
            ),
            ("notOfInbox", .storedNumber, "Receipts of commands, such as append."),
            ("quarantineUnseen", .storedNumber, "Refused files, where the quarantine was not looked at."),
            (
                "unseen",
                .list(.object([("path", .text, "Its path below the ledger's directory."), ("what", .text, "Why.")])),
                "What was not looked at, for want of a right; it changes no exit status."
            ),
            (
                "findings",
                .list(
                    .object([
                        ("path", .text, "Its path below the ledger's directory."), ("what", .text, "What is wrong."),
                    ])), "Files that are not accounted for."
            ),
        ]))

    static let inboxStatus = OutputSchema(
        "inbox-status", "What waits in the inbox, and what was refused.",
        .object([
            (
                "inbox",
                .list(
                    .object([
                        file, ("bytes", .storedNumber, "Its size."), ("changed", .time, "When it was changed last."),
                    ])), "The files in the inbox."
            ),
            ("notTaken", .list(.object([file, reason])), "Files and directories that are not taken as they are."),
            ("unseen", .list(.object([file, reason])), "Directories that were not looked at."),
            (
                "quarantine",
                .list(
                    .object([
                        ("name", .text, "The file's name in quarantine."),
                        ("reason", .orNull(.shared(.receipt)), "Why it was refused; null where that cannot be read."),
                    ])), "The files that were refused."
            ),
            ("obstacles", .list(.text), "What cannot be listed, and why."),
            ("running", .orNull(.flag), "Whether a daemon runs; null where that cannot be told."),
            ("daemon", .orNull(.object(daemon)), "What the daemon says of itself."),
        ]))

    private static let file: OutputShape.Member = ("file", .text, "Its path below the inbox.")
    private static let reason: OutputShape.Member = ("reason", .text, "Why.")
    private static let remedy: OutputShape.Member = ("remedy", .text, "What to do.")
    private static let since: OutputShape.Member = ("since", .time, "Since when.")
    private static let until: OutputShape.Member = ("until", .time, "When it is looked at again, or refused.")

    private static let daemon: [OutputShape.Member] = [
        ("process", .count, "Its process id."), ("written", .time, "When it said this."),
        ("stall", .orNull(.object([reason, remedy, since])), "What keeps every file from being taken."),
        ("walHeldSince", .orNull(.time), "Since when a reader keeps the write-ahead log from being emptied."),
        (
            "counts",
            .object([
                ("suspended", .count, "Of suspended files and directories."), ("waiting", .count, "Of deferred files."),
                ("unfinished", .count, "Of files that are being written."),
            ]), "How many there are of each; the lists have the first thousand."
        ),
        (
            "suspended",
            .list(.object([file, ("directory", .flag, "Whether it is a directory."), reason, remedy, since, until])),
            "Sources and files that are left alone for a while."
        ),
        (
            "waiting",
            .list(
                .object([file, ("story", .text, "The story's id."), ("for", .text, "What it waits for."), since, until])
            ),
            "Files that wait for a story or an event."
        ),
        (
            "unfinished",
            .list(
                .object([file, ("state", .words(["open", "perhaps-open", "settling"]), "What it is about."), until])),
            "Files that are being written."
        ),
        (
            "unwatched",
            .list(.object([("source", .text, "The source."), ("directories", .count, "How many are not watched.")])),
            "Sources with more directories than are watched: files in the others are found by the scan only."
        ),
    ]

    static let inboxRetry = OutputSchema(
        "inbox-retry", "The file that was put back.",
        .object([("name", .text, "Its name in quarantine."), ("file", .text, "Its path below the inbox.")]))
}
