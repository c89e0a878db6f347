import CanonicalJSON

extension OutputSchema {
    static let checkpointMembers: [OutputShape.Member] = [
        ("origin", .text, "The log's name."), ("size", .storedNumber, "How many events the tree has."),
        ("root", .text, "The tree's root hash, in hexadecimal."),
    ]

    private static let givenUp: OutputShape = .object(
        checkpointMembers + [
            ("place", .text, "The directory that has its files, or should."),
            ("missing", .count, "How many of its tiles and entry bundles are not there."),
            ("first", .orNull(.text), "The first of them."),
            ("remedy", .orNull(.text), "The command that copies them from a copy of public/."),
        ])

    static let publish = OutputSchema(
        "publish", "The checkpoint that was published; with --dry-run only givenUp.",
        .anyOf([.object(published), .object([("givenUp", givenUp, "The published history that would be given up.")])]))

    private static let published =
        checkpointMembers + [
            ("givenUp", .orNull(givenUp), "The published history that was given up now."),
            ("note", .text, "The signed note, as it is published."),
            ("new", .flag, "Whether it was published now."),
            ("held", .flag, "Whether readers do not see it until its quorum has cosigned it."),
            (
                "witnesses",
                .list(
                    .object([
                        ("name", .text, "The name of the witness."),
                        ("fault", .orNull(.text), "Why it did not cosign."),
                        ("loss", .orNull(.text), "What it knows of the log that the ledger does not."),
                    ])), "The witnesses that were asked."
            ),
        ]

    static let checkpoint = OutputSchema(
        "checkpoint", "The checkpoint that is published.",
        .object(
            checkpointMembers + [
                ("note", .text, "The signed note, as it is published."),
                (
                    "signatures", .list(.object([("key", .text, "The name and the hash of the key.")])),
                    "The signatures on it."
                ),
            ]))

    static let key = OutputSchema(
        "key", "The keys that the log is signed with; of key show and key rotate.",
        .object([
            ("origin", .text, "The log's name."), ("file", .text, "The file of the private key."),
            ("keys", .list(.text), "The verifier keys, newest first."),
        ]))

    static let verify = OutputSchema(
        "verify", "A finding on a line of its own; the last line is the summary.",
        .anyOf(findings.map { .object([("place", .words($0), "What it was found in.")] + $1 + [what]) } + [summary]))

    static let what: OutputShape.Member = ("what", .text, "What differs: found against expected.")

    private static let findings: [([String], [OutputShape.Member])] = [
        (["event"], [("position", .storedNumber, "The event's place in the log.")]),
        (
            ["events", "checkpoints", "receipts"],
            [("first", .storedNumber, "The first of them."), ("last", .storedNumber, "The last of them.")]
        ),
        (["tile", "kept-checkpoint", "file"], [("path", .text, "The file's path.")]),
        (["checkpoint", "receipt"], [("number", .storedNumber, "Its number.")]),
        (["schema"], [("name", .text, "The name of the table, index or trigger.")]),
        (
            ["row"],
            [
                ("projection", .text, "The projection."), ("story", .text, "The story of the row."),
                ("key", .text, "The row, among those of its story."),
            ]
        ),
        (["database"], []),
        (
            ["archive"],
            [
                ("path", .text, "The file's path."),
                ("receipt", .orNull(.storedNumber), "The number of its receipt; null where there is none."),
            ]
        ),
    ]

    private static let summary = OutputShape.object([
        ("place", .constant("summary"), "This is the last line."), ("origin", .text, "The log's name."),
        ("events", .count, "How many events were checked."), ("receipts", .count, "How many receipts were checked."),
        ("checkpoints", .count, "How many checkpoints were checked."),
        ("published", .orNull(.storedNumber), "How many events are published."),
        ("root", .text, "The tree's root hash, in hexadecimal."),
        (
            "signatures",
            .orNull(
                .object([
                    ("keys", .list(.text), "Names and hashes of the given keys, and of those connected with them."),
                    ("checked", .count, "How many stored checkpoints were held against them."),
                    ("valid", .count, "How many of these they have signed, with the cosignatures of given witnesses."),
                ])), "What holds of signatures; null where no key was given, so that none was checked."
        ),
        (
            "signed", .orNull(.storedNumber),
            "How many events the newest of the valid checkpoints covers; null where there is none, or no key was given."
        ),
        ("cosigned", .orNull(.storedNumber), "How many events were cosigned as the policy asks."),
        ("seals", .flag, "Whether seals and fingerprints were checked."),
        (
            "views",
            .object([
                ("compared", .words(["all", "some", "nothing"]), "How many rows were compared."),
                ("stories", .orNull(.count), "Of how many stories; null for all."),
                ("rows", .orNull(.count), "How many rows; null for all."), ("findings", .count, "How many differ."),
            ]), "Persisted projections."
        ),
        (
            "archive",
            .orNull(
                .object([
                    ("files", .storedNumber, "How many files were compared with their receipts."),
                    ("takenDown", .storedNumber, "How many a takedown changed or removed."),
                    ("gone", .storedNumber, "How many of these are removed."),
                    ("notCompared", .list(.text), "Paths of what takedowns left of the others; nothing has its hash."),
                    ("notFiled", .storedNumber, "How many are not in the archive yet."),
                    ("removed", .storedNumber, "How many were removed by retention."),
                ])), "With --archive, what was checked of it."
        ),
        (
            "withheld",
            .list(
                .object([
                    ("position", .storedNumber, "The event that lost data."),
                    ("by", .storedNumber, "The event that says so."),
                ])), "What was withheld."
        ),
        ("notes", .list(.text), "What is to be known beside."), ("findings", .count, "How many findings there are."),
    ])
}
