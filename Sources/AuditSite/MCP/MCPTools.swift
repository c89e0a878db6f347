import CanonicalJSON
import StoryEvents

extension MCPTool {
    private static let story = Argument(name: "story", about: "the story's id, as 'search' lists it", isRequired: true)
    private static let cuts = [
        Argument(name: "as_of", about: "the record as it was: a position (@17), a version (v3) or a time"),
        Argument(name: "at", about: "only what had happened by a time"),
    ]

    private static func cuts(_ values: Values) -> Query { Query(["as-of": values["as_of"], "at": values["at"]]) }

    /// Every tool.
    static let all = [
        MCPTool(
            name: "search",
            about:
                "Find stories of the record by what they say. Answers with ids, statuses, newest changes and counts of unannounced edits.",
            arguments: [
                Argument(
                    name: "query",
                    about: "words that must all be there, \"a phrase\", ferr*, -without; all stories without it"),
                Argument(name: "limit", about: "the most stories, 1 to 500; 20 without it", isNumber: true),
                Argument(name: "as_of", about: "the record as it was: a position (@17) or a time"),
            ],
            place: { values throws(SiteFault) in
                (
                    .api(.stories),
                    Query(["search": values["query"], "limit": values["limit"] ?? "20", "as-of": values["as_of"]])
                )
            }),
        MCPTool(
            name: "story",
            about: "What a story says, now or as of a moment, its status, and where each of its claims stands.",
            arguments: [story] + cuts,
            place: { values throws(SiteFault) in (.api(.story(try values.story, .now)), cuts(values)) }),
        MCPTool(
            name: "diff",
            about: "What changed between two versions of a story, word by word, and whether a note announced it.",
            arguments: [
                story,
                Argument(name: "from", about: "the older version: 2, @17 or a time; the one before ‘to’ without it"),
                Argument(name: "to", about: "the newer version; the newest without it"),
            ],
            place: { values throws(SiteFault) in
                (.api(.story(try values.story, .diff)), Query(["from": values["from"], "to": values["to"]]))
            }),
        MCPTool(
            name: "claims",
            about:
                "The claims of a story, who denied, repeated and answered them, and who was asked and did not respond.",
            arguments: [story] + cuts,
            place: { values throws(SiteFault) in (.api(.story(try values.story, .claims)), cuts(values)) }),
        MCPTool(
            name: "proof",
            about:
                "The inclusion proof of one event (position), or everything that proves one version (story and version). Check it offline with 'storyledger check-proof' or 'check-bundle' and the newsroom's verifier key.",
            arguments: [
                Argument(name: "position", about: "the position of an event", isNumber: true),
                Argument(name: "story", about: "a story's id, with ‘version’"),
                Argument(name: "version", about: "a version of the story", isNumber: true),
            ],
            place: { values throws(SiteFault) in
                if let position = try values.number("position") { return (.proof(Position(Int64(position))), Query()) }
                guard values["story"] != nil, let version = try values.number("version"), version > 0 else {
                    throw .badRequest(
                        "Neither a position nor a version is named", remedy: "give position, or story and version")
                }
                return (.story(try values.story, .bundle(version)), Query())
            }),
    ]
}
