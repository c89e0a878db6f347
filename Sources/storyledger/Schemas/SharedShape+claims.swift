import CanonicalJSON
import StoryEvents

extension SharedShape {
    /// A claim that the cut leaves out has no text, for null is a text that was withheld.
    static let claimShape = OutputShape.anyOf([
        .object(
            [id, ("text", .orNull(.text), "What is claimed; null where it was withheld."), notYet(false)] + claimMembers
        ),
        .object([id, notYet(true)] + claimMembers),
    ])

    private static let id: OutputShape.Member = ("id", .text, "The claim's id, unique within the story.")

    private static func notYet(_ value: Bool) -> OutputShape.Member {
        ("notYet", .constant(.bool(value)), "Whether the event that brings the claim in had not happened by the cut.")
    }

    private static let claimMembers: [OutputShape.Member] = [
        ("standing", .words(Standing.self), "Where the claim stands."),
        ("drift", .list(.shared(.drift)), "Words of the claim that are not in the text any more."),
        (
            "undoneCorrections",
            .orNull(.list(.shared(.undoneCorrection))),
            "Corrections of the claim that later versions took back; null in replays, which compare no texts."
        ),
        ("attribution", .list(.shared(.hop)), "On whose word: who told whom, outermost first."),
        ("about", .list(.shared(.party)), "Whom the claim concerns."),
        ("introduced", .count, "The position of the event that brought it in."),
        ("time", .time, "When that happened."),
        ("counterTo", .orNull(.list(.text)), "Ids of the claims that it was put forward against; else null."),
        ("moves", .list(.shared(.move)), "What was done about it by name, in order of happening."),
        ("wholeStoryCount", .count, "How many of wholeStory are about it, too."),
    ]

    static let moveShape = OutputShape.object(
        event + [
            ("by", .orNull(.shared(.party)), "Who did it; null for the publisher."),
            ("extent", .orNull(.words(["full", "partial"])), "How much a denial denies."),
            ("hop", .orNull(.text), "The id of the hop that is denied or reiterated, where it is one."),
            ("strength", .orNull(.words(["same", "stronger", "softer"])), "How a reiteration stands by it."),
            ("answers", .orNull(.text), "The id of the event that a reiteration answers."),
            (
                "answered", .list(.count),
                "The positions of the events before it with that id: several sources may have used it."
            ),
            ("outcome", .orNull(.words(Response.Outcome.self)), "What came of a request: how a party responded."),
            ("request", .orNull(.text), "The id of the request that a response answers."),
            ("statement", .orNull(.text), "What was said."),
            ("verbatim", .orNull(.flag), "Whether these are the very words."),
            ("channel", .orNull(.text), "The way the statement came."),
            ("concedes", .orNull(.text), "What a denial concedes."),
            ("counterclaim", .orNull(.text), "The id of the claim that a denial puts forward."),
            ("printed", .orNull(.text), "What was printed about a response."),
            ("wholeStory", .flag, "Whether it names no claim, and is about the story's own claims."),
        ] + times)

    /// What names a correction.
    static let correctionName: [OutputShape.Member] = [
        (
            "version", .orNull(.count),
            "The version of the correction; null for the correction, without a text, of what an earlier edit changed."
        ),
        ("position", .count, "The event of the correction."),
    ]

    static let undoneByEdit = OutputShape.list(
        .object(
            correctionName + [
                ("part", .flag, "Whether it undoes only a part of the correction."),
                ("elsewhere", .flag, "Whether it says again at another place what the correction took out."),
            ]))

    static let putBackByEdit = OutputShape.list(
        .object(
            correctionName + [("part", .flag, "Whether some of the correction is not as it left it.")]))

    static let laterNote = OutputShape.object([
        ("position", .count, "The event with the note, which changed no text."),
        ("time", .time, "When that happened."), ("recorded", .time, "When the ledger recorded it."),
        ("seconds", .integer, "Seconds from the version to the note; negative where the note happened first."),
        ("covered", .count, "How many changes of the version it is about."),
        ("changes", .count, "How many changes the version made."),
    ])

    private static let requestStanding = OutputShape.words(RequestStanding.self)

    static let requestShape = OutputShape.object([
        ("id", .orNull(.text), "The request's id; null where no response can name it."),
        ("party", .shared(.party), "Who was asked."), ("channel", .orNull(.text), "The way the request went."),
        ("claims", .list(.text), "Ids of the claims it asks about; empty for the story as a whole."),
        ("asked", .orNull(.time), "When the party was asked, where that is said."),
        ("introduced", .count, "The position of the event that tells of the request."),
        (
            "notice", .orNull(.integer),
            "Seconds from the asking to the publication that tells of it: how long there was to answer."
        ),
        (
            "otherSpellings",
            .list(
                .object([
                    ("name", .text, "The name, as spelt."),
                    ("position", .count, "The first thing it did since the party was asked."),
                    ("moves", .count, "How many things it did since then."),
                ])), "Parties spelt almost as the one that was asked, where that one gave no answer."
        ),
        ("standing", requestStanding, "What came of it."),
        ("standingAtPublication", requestStanding, "What had come of it when the story was published."),
        ("seconds", .orNull(.integer), "Seconds from the asking to what it came to."),
        ("answers", .list(.shared(.move)), "The first hundred moves that answer it, in order of happening."),
        ("answerCount", .count, "How many moves answer it in all."),
    ])
}
