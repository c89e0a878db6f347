import CanonicalJSON
import ProseRendering
import StoryEvents

/// A parameter in the query of a request to the API.
struct APIParameter: Hashable, Sendable {
    let name: String
    let about: String
    /// What a value looks like.
    var form = Form.text
    /// Values that mean something.
    var examples: [String] = []

    /// What a value looks like.
    enum Form: Hashable, Sendable {
        case text
        /// A whole number of a range.
        case number(ClosedRange<Int>)
        case choice([String])
    }

    static let asOf = APIParameter(
        name: "as-of", about: "The record as it was: a position (@17), a version (v3, for one story), or a time.",
        examples: ["@0", "2026-03-02T17:00-05:00"])
    static let at = APIParameter(
        name: "at", about: "Only what had happened by a time.", examples: ["2026-03-02 17:00", "2026-03-02"])
    static let zone = APIParameter(
        name: "zone", about: "The zone of times without one: Europe/London. UTC without it.",
        examples: ["Europe/London"])

    /// The most that one page may list, and how many it lists when the request does not say.
    static let (mostListed, listed) = (500, 100)

    static let limit = APIParameter(
        name: "limit", about: "The most to list; \(listed) without it.", form: .number(1...mostListed))

    static let extent = APIParameter(
        name: "extent",
        about:
            "How much of what did not change is listed: with ‘changes’ nothing, with ‘whole’, as without it, where it is.",
        form: .choice([Rendering.Extent.changes, .whole].map(\.rawValue)))

    /// The filters of a list of stories.
    static let filters = [
        APIParameter(name: "search", about: "Only stories that say this: words, \"a phrase\", ferr*, -without."),
        APIParameter(
            name: "status", about: "Only stories with this status.",
            form: .choice([StoryState.Status.published, .held, .killed].map(\.rawValue))),
        APIParameter(name: "source", about: "Only stories of this source."),
        APIParameter(name: "section", about: "Only stories of this section."),
        APIParameter(name: "language", about: "Only stories in this language, a BCP 47 tag."),
        APIParameter(
            name: "since", about: "Only stories with an event recorded at or after a time; a date is its beginning."),
        APIParameter(
            name: "until", about: "Only stories whose newest event was recorded at or before a time; a date is its end."
        ),
        APIParameter(name: "silent", about: "Only stories with unannounced edits.", form: .choice(["1"])),
        APIParameter(name: "denied", about: "Only stories with denials.", form: .choice(["1"])),
        APIParameter(
            name: "contested", about: "Only stories with a contested claim: denied, and repeated since.",
            form: .choice(["1"])),
    ]

    /// JSON Schema of a value.
    var schema: JSON {
        switch form {
        case .text:
            examples.isEmpty
                ? ["type": "string", "minLength": 1]
                : ["type": "string", "minLength": 1, "examples": .array(examples.map { .string(Text($0)) })]
        case .number(let range):
            [
                "type": "integer", "minimum": .integer(Int64(range.lowerBound)),
                "maximum": .integer(Int64(range.upperBound)),
            ]
        case .choice(let words): ["type": "string", "enum": .array(words.map { .string(Text($0)) })]
        }
    }

    /// OpenAPI's parameter object.
    var json: JSON {
        [
            "name": .string(Text(name)), "in": "query", "required": false, "description": .string(Text(about)),
            "schema": schema,
        ]
    }

    /// Refuses a value that is not of the form.
    func check(_ value: String) throws(SiteFault) {
        switch form {
        case .text:
            guard value.isEmpty else { return }
            throw .badRequest("‘\(name)’ is empty", remedy: "give it a value, or leave it out")
        case .number(let range):
            guard let number = Route.number(value), range.contains(number) else {
                throw .badRequest(
                    "‘\(name)’ is a whole number from \(range.lowerBound) to \(range.upperBound); found ‘\(value)’",
                    remedy: "write digits only, or leave it out")
            }
        case .choice(let words):
            guard words.contains(value) else {
                throw .badRequest(
                    "‘\(name)’ is one of \(words.joined(separator: ", ")); found ‘\(value)’",
                    remedy: "write one of these, or leave it out")
            }
        }
    }
}
