import CanonicalJSON

// The shared shapes and the five payloads, field by field, as in EventDocument.md.

extension Shape {
    static let party = Shape.object(
        ObjectShape(
            [
                .required("name", .text),
                .optional("kind", .word(["person", "organisation", "unnamed"])),
                .optional("role", .text),
                .optional("url", .token),
            ], shorthand: "name"))

    static let statement = Shape.object(statementFields(textIsRequired: true))

    static func statementFields(textIsRequired: Bool) -> ObjectShape {
        ObjectShape(
            [
                textIsRequired ? .required("text", .text) : .optional("text", .text),
                .optional("verbatim", .flag),
                .optional("channel", channel),
                .optional("url", .token),
            ], shorthand: "text")
    }

    static let channel = Shape.word([
        "reply", "post", "email", "phone", "message", "spokesperson", "interview", "letter", "other",
    ])

    static let hop = Shape.object(
        ObjectShape(
            [
                .required("speaker", party),
                .optional("verb", .text),
                .optional("addressee", party),
                .optional("id", .identifier),
            ], shorthand: "speaker"))

    static let selector = Shape.object(
        ObjectShape(
            [
                .required("exact", .text),
                .optional("prefix", .string),
                .optional("suffix", .string),
                .optional("field", .word(["headline", "dek", "body"])),
            ], shorthand: "exact"))

    static let claim = Shape.object(
        ObjectShape(
            [
                .required("id", .identifier),
                .required("text", .text),
                .optional("attribution", .list(hop)),
                .short("by", party, for: "attribution") { [["speaker": $0]] },
                .optional("about", .list(party)),
                .optional("quotes", .list(selector)),
            ], shorthand: "id"))

    static let note = Shape.object(
        ObjectShape(
            [
                .required("text", .text),
                .optional("placement", .word(["top", "bottom", "inline", "none"])),
                .optional("printed", .text),
                .optional("covers", .list(selector)),
            ], shorthand: "text"))

    static let request = Shape.object(
        ObjectShape(
            Field.claims + [
                .optional("id", .identifier),
                .required("party", party),
                .optional("channel", channel),
                .optional("asked", .moment),
            ]))
}

extension Field {
    /// The fields of a story. An `updated` may change each of them; only headline and body are required.
    static func storyFields(removable: Bool) -> [Field] {
        func field(_ name: Text, _ shape: Shape) -> Field {
            .optional(name, removable ? .removable(shape) : shape)
        }
        return [
            removable ? .optional("headline", .text) : .required("headline", .text),
            removable ? .optional("body", .string) : .required("body", .string),
            field("dek", .text), field("byline", .list(.party)), field("publisher", .text), field("url", .token),
            field("language", .language), field("section", .text), field("keywords", .list(.text)),
            field("embargo", .moment), field("extra", .extra),
        ]
    }

    static let claims: [Field] = [
        .optional("claims", .list(.identifier)),
        .short("claim", .identifier, for: "claims") { [$0] },
    ]
}

extension ObjectShape {
    /// The payload of an event, by its type.
    static func payload(of type: EventType) -> ObjectShape {
        switch type {
        case .published: published
        case .updated: updated
        case .denied: denied
        case .reiterated: reiterated
        case .responded: responded
        // Producers cannot send these types.
        case .forked, .rekeyed, .withheld: ObjectShape([])
        }
    }

    static let published = ObjectShape(
        Field.storyFields(removable: false) + [
            .optional("claims", .list(.claim)), .optional("requests", .list(.request)),
        ])

    static let updated = ObjectShape(
        Field.storyFields(removable: true) + [
            .optional("change", .word(Update.Change.allCases.map { Text($0.rawValue) })),
            .optional("note", .note),
            .optional("claims", .list(.claim)),
            .optional("corrects", .list(.identifier)),
            .optional("requests", .list(.request)),
            .optional("reason", .text),
        ])

    static let denied = ObjectShape(
        Field.claims + [
            .required("by", .party),
            .optional("hop", .identifier),
            .optional("extent", .word(["full", "partial"])),
            .optional("statement", .statement),
            .optional("concedes", .text),
            .optional("counterclaim", .claim),
        ])

    static let reiterated = ObjectShape(
        Field.claims + [
            .required("by", .party),
            .optional("hop", .identifier),
            .optional("statement", .statement),
            .optional("strength", .word(["same", "stronger", "softer"])),
            .optional("answers", .text),
        ])

    static let responded = ObjectShape(
        Field.claims + [
            .required("by", .party),
            .required("outcome", .word(Response.Outcome.allCases.map { Text($0.rawValue) })),
            .optional("statement", .statement),
            .optional("request", .identifier),
            .optional("printed", .text),
        ])
}
