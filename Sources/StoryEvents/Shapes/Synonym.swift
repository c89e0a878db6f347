import CanonicalJSON

/// Names that other systems, and people, use for our fields.
enum Synonym {
    private static let names: [Substring: String] = [
        "title": "headline", "heading": "headline", "hed": "headline", "head": "headline",
        "author": "byline", "authors": "byline", "writer": "byline", "writers": "byline", "reporter": "byline",
        "reporters": "byline", "creator": "byline", "journalist": "byline", "bylines": "byline",
        "tag": "keywords", "tags": "keywords", "keyword": "keywords", "topic": "keywords", "topics": "keywords",
        "subtitle": "dek", "standfirst": "dek", "summary": "dek", "deck": "dek", "subhead": "dek",
        "subheadline": "dek", "abstract": "dek", "intro": "dek", "excerpt": "dek", "description": "dek",
        "text": "body", "content": "body", "article": "body", "copy": "body", "articlebody": "body",
        "lang": "language", "locale": "language", "inlanguage": "language",
        "category": "section", "desk": "section", "articlesection": "section",
        "link": "url", "canonical": "url", "permalink": "url", "uri": "url", "canonicalurl": "url", "href": "url",
        "outlet": "publisher", "paper": "publisher", "newspaper": "publisher", "publication": "publisher",
        "embargoed": "embargo", "embargountil": "embargo", "embargoeduntil": "embargo", "until": "embargo",
        "party": "by", "speaker": "by", "who": "by", "said": "by", "result": "outcome", "motive": "reason",
        "why": "reason",
        "because": "reason", "status": "change", "action": "change", "kindofchange": "change",
        "editorsnote": "note", "editornote": "note", "notes": "note", "footnote": "note", "clarification": "note",
        "correctionnote": "note", "quote": "statement", "comment": "statement", "response": "statement",
        "reply": "statement", "denial": "statement", "allegation": "claims", "allegations": "claims",
    ]

    /// Names for attributes of the event, which stand beside its data.
    private static let attributes: [Substring: String] = [
        "date": "time", "datetime": "time", "timestamp": "time", "published": "time", "publishedat": "time",
        "publisheddate": "time", "publicationdate": "time", "pubdate": "time", "datepublished": "time",
        "updated": "time",
        "updatedat": "time", "modified": "time", "datemodified": "time", "when": "time", "event": "type",
        "eventtype": "type", "kind": "type", "slug": "subject", "storyid": "subject", "guid": "id", "uuid": "id",
        "eventid": "id", "origin": "source", "revision": "expectedrevision", "version": "expectedrevision",
    ]

    /// What a `change` is called by people who take it for a field or a type.
    private static let changes: [Substring: String] = [
        "correction": "correction", "corrected": "correction", "corrections": "correction", "corrigendum": "correction",
        "erratum": "correction", "kill": "kill", "killed": "kill", "retraction": "kill", "retracted": "kill",
        "retract": "kill", "withdrawal": "kill", "withdrawn": "kill", "hold": "hold", "held": "hold",
        "release": "release", "released": "release",
    ]

    /// The remedy for an unknown field name; nil when nothing is known by it.
    ///
    /// - Parameter fields: The known names.
    static func remedy(for name: String, among fields: [String]) -> String? {
        let folded = folded(name)
        if let change = changes[folded] {
            if fields.contains("change") { return "did you mean 'change: \(change)', with a 'note'?" }
            if fields.contains("headline") {
                return "a \(change) is an event of its own: write type: updated, with change: \(change) and a 'note'"
            }
        }
        if let same = fields.first(where: { Self.folded($0) == folded }) { return "did you mean '\(same)'?" }
        if let field = names[folded], fields.contains(field) { return "did you mean '\(field)'?" }
        guard let attribute = attribute(for: folded) else { return nil }
        if fields.contains(attribute) { return "did you mean '\(attribute)'?" }
        return fields.contains("headline") || fields.contains("by") && !fields.contains("id")
            ? "did you mean '\(attribute)'? it stands beside 'data', not in it" : nil
    }

    /// The remedy for an unknown name of front matter, where attributes and fields of the data stand together.
    ///
    /// - Returns: nil when no attribute was meant.
    static func frontMatterRemedy(for name: Text) -> String? {
        let known = ObjectShape.attributes.names.filter { $0 != "data" }
        let folded = folded(name.string)
        guard names[folded] == nil, changes[folded] == nil else { return nil }
        let meant = attribute(for: folded) ?? nearest(to: name.string, among: known + ["story"])
        return meant.map { "did you mean '\($0 == "subject" ? "story" : $0)'?" }
    }

    private static func attribute(for folded: Substring) -> String? {
        attributes[folded] ?? ObjectShape.attributes.names.first { $0 == folded && $0 != "data" }
    }

    /// A name in lower case without hyphens, underscores, spaces and apostrophes.
    private static func folded(_ name: String) -> Substring {
        Substring(name.prefix(64).lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// The remedy for a type that is a `change` of an `updated`; nil for any other.
    static func remedy(forType type: String) -> String? {
        changes[folded(type)].map { "write type: updated, with change: \($0)" }
    }
}
