import StoryEvents

extension OutputSchema {
    private static let story: OutputShape.Member = ("story", .text, "The story's id.")
    private static let storyStatus: OutputShape.Member = (
        "status", .words(StoryState.Status.self), "The story's status."
    )

    static let stories = OutputSchema(
        "stories", "A story, on a line of its own.",
        .object([
            story, storyStatus, ("headline", .orNull(.text), "The headline; null where it was withheld."),
            ("version", .count, "The number of its newest version."), ("events", .count, "How many events it has."),
            ("position", .count, "The place of its newest event in the log."),
            ("published", .time, "When it was published."),
            ("recorded", .time, "When its newest event was recorded."),
            ("silentEdits", .count, "How many versions changed the text with no note to readers."),
            ("backdated", .count, "How many events were recorded more than an hour after they happened."),
            ("outOfOrder", .count, "How many were recorded after one that happened later."),
            ("withheld", .orNull(.shared(.takedown)), "The takedown of the headline."),
            (
                "change", .orNull(.text),
                "With --changes, what its newest version changed, in a line; null for the first."
            ),
            ("snippet", .orNull(.text), "With --search, the words around what was found."),
            ("matches", .orNull(.list(SharedShape.range)), "Where in the snippet: start and end in UTF-8 bytes."),
        ]))

    static let show = OutputSchema(
        "show", "What a story says, and where its claims stand.",
        .object([
            story, ("source", .text, "The source that published the story."), storyStatus,
            ("statusChange", .orNull(.shared(.statusChange)), "The event that gave it this status, if one did."),
            ("version", .count, "The number of the version that is shown, from 1."),
            ("revision", .count, "The place of its newest event in the story, from 0."),
            ("position", .count, "The place of its newest event in the log."),
            ("headline", .orNull(.text), "The headline."), ("dek", .orNull(.text), "The text below the headline."),
            ("body", .orNull(.text), "The text; paragraphs are parted by a blank line."),
            ("byline", .orNull(.list(.shared(.party))), "Who wrote it."),
            ("publisher", .orNull(.text), "Who published it."),
            ("url", .orNull(.text), "Where it was published."),
            ("language", .orNull(.text), "The BCP 47 tag of its language."),
            ("section", .orNull(.text), "The section it stood in."),
            ("keywords", .orNull(.list(.text)), "Its keywords."),
            ("embargo", .orNull(.shared(.moment)), "When its embargo ends."),
            ("extra", .orNull(.anyObject), "What else the producer said, as it was given."),
            ("embargoBroken", .flag, "Whether it was published before its embargo ended."),
            (
                "beforeEmbargo", .flag,
                "Whether its time of publication is before its embargo ended, whenever it was recorded."
            ),
            ("claims", .list(.shared(.claim)), "Its claims, in the order they came in."),
            ("requests", .list(.shared(.request)), "The requests for comment."),
            ("wholeStory", .list(.shared(.move)), "The moves that name no claim, in order of happening."),
            ("published", .time, "When it was published."),
            (
                "updated",
                .orNull(
                    .object([
                        ("version", .count, "The version that it made."),
                        ("position", .count, "The event's place in the log."),
                        ("time", .time, "When it happened."), ("recorded", .time, "When the ledger recorded it."),
                        ("source", .text, "The source that it came from."),
                    ])), "The newest change of its text, by record; null for the first version."
            ),
            ("outOfOrder", .flag, "Whether what is shown was recorded after an event that happened later."),
            (
                "withheldFields", .list(.text),
                "The fields that were withheld as a whole."
            ),
            (
                "withheldPieces",
                .list(
                    .object(
                        SharedShape.takedownMembers + [
                            ("field", .text, "The field that lost it."),
                            ("paragraph", .orNull(.count), "The paragraph of the body, from 1; null in other fields."),
                        ])), "What was withheld of the fields that are shown: words stand in its place."
            ),
            (
                "withheld",
                .list(
                    .object(
                        SharedShape.takedownMembers + [
                            ("position", .count, "The event that lost its data."),
                            ("type", .words(EventType.self), "That event's type."),
                        ])), "The events of which all data was withheld."
            ),
        ]))

    static let claims = OutputSchema(
        "claims", "Where a story's claims stand, and what was done about them.",
        .object([
            story, ("source", .text, "The source that published the story."), storyStatus,
            ("statusChange", .orNull(.shared(.statusChange)), "The event that gave it this status, if one did."),
            ("position", .count, "The place of its newest event in the log."),
            ("revision", .count, "The place of its newest event in the story, from 0."),
            ("claims", .list(.shared(.claim)), "Its claims, in the order they came in."),
            ("requests", .list(.shared(.request)), "The requests for comment."),
            ("wholeStory", .list(.shared(.move)), "The moves that name no claim, in order of happening."),
            (
                "withheld",
                .list(
                    .object(
                        SharedShape.event + SharedShape.times + [
                            ("withheld", .shared(.takedown), "The takedown of the event's data.")
                        ])), "The events of which all data was withheld."
            ),
        ]))

    static let timeline = OutputSchema(
        "timeline", "Everything that happened to a story, in order of happening.",
        .object([
            story, ("position", .count, "The place of its newest event in the log."),
            ("revision", .count, "The place of its newest event in the story, from 0."),
            (
                "events",
                .list(
                    .object(
                        SharedShape.event + [
                            ("what", SharedShape.what, "What was done, in a word."),
                            (
                                "by", .orNull(.shared(.party)),
                                "Who did it; null for a publisher without a name, and for an edit by another source."
                            ),
                            ("claims", .list(.text), "Ids of the claims that it names, brings in or corrects."),
                            ("version", .orNull(.count), "The version that it made."),
                            ("embargoBroken", .flag, "Whether it published the story before its embargo ended."),
                            (
                                "beforeEmbargo", .flag,
                                "Whether its time is before the embargo ended, whenever it was recorded."
                            ),
                            ("fieldChanges", SharedShape.fieldChanges, "Fields other than texts that it changed."),
                            (
                                "noise", .orNull(.flag),
                                "Whether only white space and typography changed; null where that cannot be told."
                            ),
                            ("revertsTo", .orNull(.count), "The newest earlier version with the same text."),
                            ("undoesCorrections", SharedShape.undoneByEdit, "The corrections that it undoes."),
                            ("putsBackCorrections", SharedShape.putBackByEdit, "The corrections that it puts back."),
                            ("covers", .list(.text), "The passages that the note of an update says it covers."),
                            ("line", .text, "Who did what, in one sentence without its full stop."),
                        ] + SharedShape.times)), "What happened: events, and the requests that they tell of."
            ),
        ]))
}
