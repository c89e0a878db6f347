extension SharedShape {
    private static let changeKinds = ["insert", "delete", "replace", "move", "split", "join"]

    static let spanShape = OutputShape.object([
        ("field", field, "The text that was changed."),
        ("op", .words(["insert", "delete", "replace", "move"]), "What was done."),
        ("old", range, "Where, in the older text: start and end in UTF-8 bytes."),
        ("new", range, "Where, in the newer text: start and end in UTF-8 bytes."),
        ("oldText", .text, "The older words."), ("newText", .text, "The newer words."),
        ("marks", marks, "What matters in the change."),
    ])

    static let operationShape = OutputShape.anyOf([
        .object([
            ("op", .constant("equal"), "Both texts are the same here."),
            ("old", range, "Where, in the older text: start and end in UTF-8 bytes."),
            ("new", range, "Where, in the newer text: start and end in UTF-8 bytes."),
        ]),
        .object([
            ("op", .words(changeKinds), "What was done."),
            ("old", range, "Where, in the older text: start and end in UTF-8 bytes."),
            ("new", range, "Where, in the newer text: start and end in UTF-8 bytes."),
            ("oldText", .orNull(.text), "The older words; null where there are none, or finer operations have them."),
            ("newText", .orNull(.text), "The newer words; null where there are none, or finer operations have them."),
            ("marks", marks, "What matters in the change."),
            ("operations", .orNull(.list(.shared(.operation))), "Finer operations, which make up this one."),
        ]),
    ])
}
