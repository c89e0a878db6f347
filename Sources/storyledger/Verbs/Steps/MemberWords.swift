/// The plain words for the members of what projections fold.
enum MemberWords {
    /// The words for a member: `versions`, and for one element of it, `version`.
    struct Entry {
        let all: String
        let one: String
    }

    /// Returns the words for a member; what a producer called its own member for one that is in no table.
    static func entry(_ member: String) -> Entry { table[member] ?? Entry(all: member, one: member) }

    static func isKnown(_ member: String) -> Bool { table[member] != nil }

    static var members: [String] { table.keys.sorted() }

    private static let table: [String: Entry] = [lists, stories, edits, claims, counts].reduce(into: [:]) {
        table, part in
        for (member, words) in part { table[member] = words }
    }

    /// Lists whose elements have a word of their own.
    private static let lists: [String: Entry] = [
        "versions": Entry(all: "versions", one: "version"), "others": Entry(all: "other events", one: "event"),
        "events": Entry(all: "events", one: "event"), "claims": Entry(all: "claims", one: "claim"),
        "requests": Entry(all: "requests", one: "request"), "answers": Entry(all: "answers", one: "answer"),
        "moves": Entry(all: "events about it", one: "event"),
        "wholeStory": Entry(all: "events about the whole story", one: "event about the whole story"),
        "attribution": Entry(all: "attribution", one: "hop"), "about": Entry(all: "about", one: "party"),
        "byline": Entry(all: "byline", one: "author"), "drift": Entry(all: "drift", one: "words not in the text"),
        "undoneCorrections": Entry(all: "undone corrections", one: "undone correction"),
        "undoesCorrections": Entry(all: "corrections that it undoes", one: "correction that it undoes"),
        "putsBackCorrections": Entry(all: "corrections that it puts back", one: "correction that it puts back"),
        "mayUndoCorrections": Entry(all: "corrections that it may undo", one: "correction that it may undo"),
        "moreLaterNotes": Entry(all: "other later notes", one: "other later note"),
        "otherSpellings": Entry(all: "other spellings", one: "other spelling"),
        "withheld": Entry(all: "withheld", one: "withheld"),
        "withheldPieces": Entry(all: "withheld passages", one: "withheld passage"),
        "fieldChanges": Entry(all: "changed fields", one: "field"),
        "exposure": Entry(all: "exposure", one: "words"), "parts": Entry(all: "parts", one: "part"),
        "covered": Entry(all: "changes that the note covers", one: "change that the note covers"),
        "leftOut": Entry(all: "changes that the note leaves out", one: "change that the note leaves out"),
    ]

    private static let stories = plain([
        "story": "story", "source": "source", "status": "status", "statusChange": "event that set the status",
        "version": "version", "revision": "revision", "position": "position", "headline": "headline", "dek": "dek",
        "body": "body", "publisher": "publisher", "url": "web address", "language": "language", "section": "section",
        "keywords": "keywords", "embargo": "embargo", "extra": "other fields", "embargoBroken": "embargo broken",
        "beforeEmbargo": "dated before the end of the embargo", "published": "published", "updated": "newest text",
        "outOfOrder": "out of order", "backdated": "backdated", "withheldFields": "withheld fields",
        "languageMissing": "language missing", "time": "happened", "recorded": "recorded", "type": "type",
        "zone": "time zone", "paragraph": "paragraph", "reason": "reason", "authority": "authority", "by": "by",
        "name": "name", "role": "role", "kind": "kind", "party": "party", "group": "party as compared",
        "act": "what it did",
    ])

    private static let edits = plain([
        "change": "kind of change", "note": "note", "announced": "announced", "silent": "unannounced",
        "noise": "white space and typography only", "headlineChanged": "headline changed", "changed": "changed",
        "summary": "what changed", "revertsTo": "goes back to version", "field": "field", "old": "old", "new": "new",
        "revertsButForTypography": "goes back but for typography", "repeatsNoteOf": "repeats the note of version",
        "repeatsNoteAt": "repeats the note of the event at", "laterNote": "later note", "sentences": "sentences",
        "words": "words", "added": "added", "removed": "removed", "moved": "moved", "coverage": "what the note covers",
        "coverageHidden": "what the note covers is withheld", "unmatched": "words of the note that no text has",
        "withheldPassagesChanged": "withheld passages that changed", "covers": "what the note says it covers",
        "what": "what was done", "line": "sentence", "op": "change", "oldText": "old text", "newText": "new text",
        "marks": "marks", "from": "from", "to": "to", "seconds": "duration", "part": "in part",
        "elsewhere": "elsewhere", "changes": "changes",
    ])

    private static let claims = plain([
        "id": "id", "text": "text", "notYet": "not yet claimed", "standing": "standing", "introduced": "brought in by",
        "counterTo": "against the claims", "wholeStoryCount": "events about the whole story", "now": "words there now",
        "undoneIn": "undone in version", "undoneAt": "undone at", "restoredIn": "put back in version",
        "neitherIn": "neither in version", "speaker": "speaker", "verb": "verb", "addressee": "addressee",
        "extent": "how much is denied", "hop": "hop", "hopText": "words of the hop", "strength": "strength",
        "answered": "events answered", "outcome": "outcome", "request": "request", "statement": "statement",
        "verbatim": "word for word", "channel": "channel", "concedes": "concedes", "counterclaim": "counter-claim",
        "printed": "printed", "asked": "asked", "notice": "time to answer",
        "standingAtPublication": "standing at publication", "answerCount": "number of answers", "at": "until",
    ])

    private static let counts = plain([
        "silentEdits": "unannounced edits", "denials": "denials", "denied": "denied",
        "disputed": "denied and reiterated",
        "corrections": "corrections", "stories": "stories", "begun": "stories begun", "day": "day",
    ])

    private static func plain(_ words: [String: String]) -> [String: Entry] {
        words.mapValues { Entry(all: $0, one: $0) }
    }
}
