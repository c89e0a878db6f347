import CanonicalJSON
import StoryEvents

extension OutputSchema {
    static let checkProof = OutputSchema(
        "check-proof", "What a proof proves.",
        .object(
            [("position", .storedNumber, "The event's place in the log.")] + checkpointMembers + [
                signers,
                ("cosignatures", .list(.shared(.cosignature)), "The witnesses that cosigned the checkpoint."),
                ("leaf", .text, "The leaf that is in the tree."),
                ("proven", .flag, "Whether more than a key that has ended vouches for the tree."),
                ("notProven", .list(.text), "What is not proven, a line each."),
            ]))

    static let checkBundle = OutputSchema(
        "check-bundle", "What a bundle proves.",
        .object(
            [
                ("story", .text, "The story's id."), ("version", .count, "The version that the bundle is of."),
                (
                    "status", .orNull(.words(StoryState.Status.self)),
                    "The story's status at the version; null where shown pieces do not prove it."
                ),
            ]
                + checkpointMembers + [
                    signers,
                    ("cosignatures", .list(.shared(.cosignature)), "The witnesses that cosigned the checkpoint."),
                    (
                        "complete", .flag,
                        "Whether every piece is shown or withheld, and more than a key that has ended vouches for the tree."
                    ),
                    ("proven", .list(.text), "What is proven, a line each."),
                    ("notProven", .list(.text), "What is not proven, a line each."),
                    ("events", .list(.object(bundledEvent)), "The events that the bundle carries."),
                    ("headline", .orNull(.text), "The headline of the version; null where not all of it is shown."),
                    ("dek", .orNull(.text), "The dek of the version, likewise."),
                    ("body", .orNull(.text), "The body of the version, likewise."),
                ]))

    private static let signers: OutputShape.Member = (
        "signers", .list(.text), "The log's keys that signed the checkpoint: name+id."
    )

    private static let bundledEvent: [OutputShape.Member] = [
        ("position", .count, "The event's place in the log, from 0."),
        ("revision", .count, "The event's place in its story, from 0."),
        ("type", .words(EventType.self), "The event's type."), ("source", .text, "The producer that sent it."),
        ("id", .text, "Its id, unique within the source."), ("time", .time, "When it happened."),
        ("recorded", .time, "When the ledger recorded it."),
        ("withheld", .orNull(.count), "The event that withheld all of its data."),
        (
            "pieces",
            .list(
                .object([
                    ("path", .text, "Where in the data, as a JSONPath."),
                    ("paragraph", .orNull(.count), "The number of the paragraph, where the piece is one."),
                    ("text", .orNull(.text), "What it says, where it is shown."),
                    ("withheld", .orNull(.count), "The event that withheld it, also where it is shown all the same."),
                    ("notCarried", .flag, "Whether the bundle leaves it out."),
                ])), "Its pieces."
        ),
    ]

    static let monitor = OutputSchema(
        "monitor", "An event, a finding or a remark on a line of its own; after each look, the checkpoint.",
        .anyOf([
            .object([
                ("kind", .constant("event"), "This is an event."),
                ("position", .count, "Its place in the log, from 0."),
                ("revision", .count, "Its place in its story, from 0."), ("story", .text, "The story's id."),
                ("type", .words(EventType.self), "Its type."), ("time", .time, "When it happened."),
                ("recorded", .time, "When the ledger recorded it."),
            ]),
            .object([
                ("kind", .constant("finding"), "This is a finding."),
                ("position", .orNull(.count), "The event that it is about."), what,
            ]),
            .object([("kind", .constant("remark"), "This is a remark, and no finding."), what]),
            .object([
                ("kind", .constant("checkpoint"), "This is the checkpoint."),
                ("origin", .orNull(.text), "The log's name."),
                ("size", .orNull(.count), "How many events the tree has."),
                ("root", .orNull(.text), "The tree's root hash, in hexadecimal."),
                ("signers", .list(.text), "The log's keys that signed the checkpoint: name+id."),
                ("known", .orNull(.count), "How many events were seen before."),
                ("stories", .count, "How many stories were seen."),
                ("keys", .list(.text), "New keys that older ones vouch for."),
                ("lost", .list(.text), "Known keys that --lost-key replaced: name+id."),
                (
                    "forks",
                    .list(
                        .object([
                            ("position", .count, "The event 'forked' that says so."),
                            ("origin", .text, "The name of the older log."),
                            ("abandoned", .count, "At how many events it was given up."),
                            ("kept", .count, "How many events this log had before that event."),
                            ("common", .orNull(.count), "How many events both begin with that are the same."),
                        ])), "The logs, given up, from which this one goes on."
                ),
                ("findings", .count, "How many findings there are."),
            ]),
        ]))
}
