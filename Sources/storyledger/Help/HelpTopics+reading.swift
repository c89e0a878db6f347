import LedgerService

extension HelpTopic {
    static let times = HelpTopic(
        name: "times", abstract: "times as they are typed, and the two times of every event",
        text: """
            Every event has two times: when it happened, as its document says, and when the ledger recorded it. An event is \
            backdated when it was recorded more than an hour after it happened.

            On the command line a time is one of

              2026-03-02T17:00:00Z             RFC 3339, with an offset
              2026-03-02 17:00 Europe/London   a local time with its zone
              2026-03-02 17:00                 the same in --zone, else in TZ's or local
              9:05, yesterday 17:20            of today, of yesterday
              now, today, yesterday
              2 hours ago                      also seconds, minutes, days, weeks
              2026-03-02                       a day: its beginning for --since, its
                                               end for --until, --at and --as-of

            Abbreviations such as CET are refused, for some mean several zones: write Europe/Berlin. The moment that was \
            understood is printed first.

            In documents, times have an offset, or a zone beside them.
            """)

    static let cuts = HelpTopic(
        name: "cuts", abstract: "what a story was at some moment: --as-of and --at",
        text: """
            --as-of CUT leaves out what was recorded later: what could the ledger's readers know then? --at TIME leaves out \
            what happened later, using all that is recorded today: what was the case then? Both together: what the ledger knew \
            at CUT about TIME.

            A CUT is a position (@17, the eighteenth event of the log), a version of one story (v3, or 3) or a time; see \
            'storyledger help times'. A version's number never changes: v3 is the same text at every cut.

              storyledger show quay-wall --as-of '2026-03-02 17:00 Europe/London'
              storyledger diff quay-wall v1 v3
              storyledger stories --at yesterday
            """)

    static let json = HelpTopic(
        name: "json", abstract: "what --json prints",
        text: """
            Every reading verb takes --json (-j). A verb that shows one thing prints one document, on a terminal over \
            several lines; one that lists things prints an object a line, so that a list of any length can be read as it \
            comes (append, stories, parties, activity, log, replay, verify, monitor, projections).

            'storyledger schema VERB' prints the JSON Schema that each document or line is valid against. An object has all \
            the members that its schema names, and no others: what is absent is null, or an empty list. Only the data of \
            an event (log), what a story's producer put into 'extra', and the results of replay are as they were recorded \
            or folded.

            One name is one thing in every verb: 'story' is an id; 'position', 'revision' and 'version' are numbers; 'time' \
            is when something happened and 'recorded' when the ledger took it, RFC 3339 texts; a party is {name, kind, role, \
            url}; 'silentEdits' counts versions without a note. What was withheld is an object with the event that says so, \
            when, why and on whose authority. On a terminal, control characters are escaped; elsewhere the bytes are exact.

              storyledger stories --json | jq -r 'select(.silentEdits > 0) | .story'
              storyledger schema show

            JSON that is not a document of ours never comes on standard output: messages go to standard error.
            """)

    static let exitCodes = HelpTopic(
        name: "exit-codes", abstract: "what the exit status says",
        text: """
            \(Sysexits.table())

            Numbers from 64 are codes of sysexits.h. Nothing is printed on standard output with 64 to 78 but what \
            was done before.
            """)

    static let environment = HelpTopic(
        name: "environment", abstract: "environment variables that are read",
        text: """
            STORYLEDGER_DIR     the ledger's directory, where --ledger names none
            STORYLEDGER_PAGER   the pager for long output on a terminal; else PAGER, else less. Empty or cat: none
            LESS                options of less; FRX where it is not set
            NO_COLOR            not empty: no colours (no-color.org); TERM=dumb says the same
            TZ                  the zone of times that name none
            SSL_CERT_FILE       PEM certificates to trust for https:// addresses, in place of the system's
            XDG_STATE_HOME      where known logs are remembered (storyledger/known-logs); else ~/.local/state

            The daemon reads settings from STORYLEDGER_ and the setting's name (STORYLEDGER_INBOX_SETTLE); \
            'storyledgerd --check-config' prints what is in force.
            """)
}
