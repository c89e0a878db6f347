import StoryEvents

extension HelpTopic {
    static let document = HelpTopic(
        name: "document", abstract: "what an event document holds, as JSON",
        text: """
            One event is one JSON object. A file holds one (.json), an array of them (.json), or one a line (.ndjson, \
            .jsonl).

              {"type": "published", "subject": "quay-wall", "time": "2026-03-02T09:00:00Z",
               "data": {"headline": "Quay wall", "body": "It is rebuilt in May."}}

            type      published, updated, denied, reiterated or responded
            subject   the story's id: up to 200 bytes, in composed form (NFC)
            time      when it happened: RFC 3339, with an offset; see 'storyledger help times'
            id        names the event within its source; without one it is made from the content, so that the same \
            document again is a duplicate
            source    who sent it, a URI reference; in the inbox it is the directory's name
            data      what the type needs, below

            published   headline, body; dek, byline, section, keywords, language, url, publisher, claims, requests, \
            embargo, extra
            updated     any of these, null to take one away; change, note (to readers), reason, corrects
            denied      by; claims, statement, extent (full, partial), concedes, hop, counterclaim
            reiterated  by; claims, hop, statement, strength (same, stronger, softer), answers
            responded   by, outcome; request, claims, statement, printed

            change is update, clarification, correction, hold, release or kill. outcome is statement, declined, no-response, acknowledges, \
            confirms or withdraws. claims of a published or updated are objects, of the others ids; one may be written \
            as claim.

            A claim is {id, text, by, attribution: [hops], about: [parties], quotes}: what a story says and a party may \
            deny. A party is a name, or {name, kind, role, url}; kind is person, organisation or unnamed. A hop is one step \
            of who told whom: {speaker, verb, addressee, id}. A request for comment is {party, id, asked, channel, claims}: asked \
            is when it went out. A note is its text, or {text, placement, covers: [quotes]}. An embargo is the time when it \
            ends. A quote is the words, or {exact, prefix, suffix, field}.

            'storyledger schema' prints all of it as JSON Schema; 'storyledger append --dry-run FILE' tries a document, and \
            says what is wrong by line and column.
            """)

    static let frontMatter = HelpTopic(
        name: "front-matter", abstract: "event documents as text with a head, for people who write",
        text: """
            A .md or .markdown file with a head between lines of three hyphens is one event. The head has the fields of the \
            event and of its data; what follows is the body of a story, or a party's statement.

              ---
              type: updated
              story: quay-wall
              time: 2026-03-02 11:20 Europe/London
              change: correction
              note: An earlier version said May.
              ---
              The quay wall is rebuilt in June.

            The head is YAML in its plain part: names and values, lists, and maps below a name. Put a value in quotes that \
            begins with @ [ { * & ! % " ' or '- ', or holds ' #' or ': '. What is typed is what is recorded, or it is refused at \
            its line and column; null removes a field in an update.
            """)

    static let claims = HelpTopic(
        name: "claims", abstract: "claims, hops, parties and where a claim stands",
        text: """
            A party is a person or organisation that speaks or is spoken about: a witness, an office, the publisher. A \
            claim is one thing that a story says and a party may deny; it has an id within its story. A hop is one step of an attribution. They \
            stand as a sentence has them, the one who told the newsroom first and the origin last: "the police say that a witness \
            told them" has two, the police's and then the witness's. A denial may be of one hop: that the words were ever said.

            Where a claim stands is computed from the events and never entered:

            \(standings)

            The first rule that matches gives where a claim stands.

            'storyledger claims STORY' lists each claim with the moves about it ('storyledger claims --help'). What names no claim is about all claims \
            that the story itself made before it.
            """)

    /// A line for each standing, in the order in which the rules are tried.
    private static let standings = Standing.allCases
        .map { "  " + $0.rawValue.padding(toLength: 15, withPad: " ", startingAt: 0) + $0.meaning }
        .joined(separator: "\n")
}
