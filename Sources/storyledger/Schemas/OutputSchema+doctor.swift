extension OutputSchema {
    static let doctor = OutputSchema(
        "doctor", "What was looked at, and how it is, a line each.",
        .object([
            ("check", .text, "What was looked at."),
            ("state", .words(["ok", "warning", "fault", "unknown"]), "How it is."),
            ("message", .text, "What was found."), ("remedy", .orNull(.text), "What to do about it."),
        ]))
}
