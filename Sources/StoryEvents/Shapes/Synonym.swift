/// Names that other systems use for our fields.
enum Synonym {
    private static let names = [
        "title": "headline", "heading": "headline", "hed": "headline", "author": "byline", "authors": "byline",
        "tags": "keywords", "subtitle": "dek", "standfirst": "dek", "summary": "dek", "text": "body", "content": "body",
        "lang": "language", "category": "section", "link": "url", "canonical": "url", "party": "by", "speaker": "by",
        "embargoed": "embargo", "who": "by", "result": "outcome", "motive": "reason",
    ]

    /// The remedy for an unknown field name; nil when it is not a known synonym.
    ///
    /// - Parameter fields: The known names.
    static func remedy(for name: String, among fields: [String]) -> String? {
        if name == "correction", fields.contains("change") {
            return "did you mean 'change: correction', with a 'note'?"
        }
        if name == "correction", fields.contains("headline") {
            return "a correction is an event of its own: write type: updated, with change: correction and a 'note'"
        }
        guard let field = names[name.lowercased()], fields.contains(field) else { return nil }
        return "did you mean '\(field)'?"
    }

    private static let types = [
        "corrected": "change: correction", "correction": "change: correction", "killed": "change: kill",
        "retracted": "change: kill", "kill": "change: kill", "held": "change: hold", "hold": "change: hold",
        "released": "change: release", "release": "change: release",
    ]

    /// The remedy for a type that is a `change` of an `updated`; nil for any other.
    static func remedy(forType type: String) -> String? {
        types[type.lowercased()].map { "write type: updated, with \($0)" }
    }
}
