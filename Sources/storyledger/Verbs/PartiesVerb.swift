import ArgumentParser
import CanonicalJSON
import Projections
import StoryEvents

struct PartiesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parties", abstract: "Show who said, denied and answered what, in every story.",
        discussion: """
            Parties are told apart as they are spelt. Spellings that differ only in case, accents, punctuation or \
            spaces are listed together; whether they are one party is for the reader to judge. With NAME: all that the \
            parties of that name did, in the order of the log; without accents and capitals will do, and so will a \
            part of it. Parties that are spelt almost the same ("The Norbank Ltd") are named below.

            RESPONDED counts what was said in response: statements, acknowledgements, confirmations and withdrawals. A \
            denial or a reiteration that answers a request is counted as a denial or a reiteration; 'storyledger claims' \
            shows which request it answers. A reiteration that repeats a denial is counted as a denial.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: ListingOptions
    @OptionGroup var cuts: CutOptions

    @Option(
        name: [.long, .customShort("n", allowingJoined: true)],
        help: ArgumentHelp("At most this many parties or, with NAME, acts.", valueName: "n"))
    var limit: Int?

    @Argument(help: "A party's name, or a part of it.")
    var name: String?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1; found \(limit)") }
    }

    func run() throws {
        let store = try ledger.open()
        let rows = ProjectionRows(store, ledger.directory)
        let cut = try cuts.ledgerCut(store)
        guard let name else {
            return try list(
                try rows.read(Parties.self, cut) { rows throws(ViewsError) in
                    try Parties.list(rows, limit: limit)
                })
        }
        let found = try rows.read(Parties.self, cut) { rows throws(ViewsError) in
            try Parties.acts(ofPartiesNamed: name, in: rows, limit: limit)
        }
        guard !found.isEmpty else {
            let near = try rows.read(Parties.self, cut) { rows throws(ViewsError) in
                try Parties.near(to: name, in: rows)
            }
            throw Failure(
                Failure.noInput, "no story names a party '\(name)'",
                remedy: near.map { "did you mean '\($0)'?" } ?? "list them with 'storyledger parties'")
        }
        try show(found)
        guard !output.isJSON, !output.isTSV else { return }
        let others = try rows.read(Parties.self, cut) { rows throws(ViewsError) in
            Parties.spelledAlmost(asIn: found, among: try Parties.list(rows))
        }
        guard !others.isEmpty else { return }
        let names = others.map(\.asName).joined(separator: ", ")
        try Terminal.print("Spelt almost the same: \(names)".onOneLine.wrapped(to: Terminal.width, indent: 2))
    }

    private func list(_ parties: [Parties.Summary]) throws {
        if output.isJSON {
            for party in parties { try party.json.printLine() }
            return
        }
        let rows = parties.map { party in
            let counts = [
                party.stories, party.said, party.denied, party.reiterated, party.asked, party.responded,
                party.declined, party.silent,
            ]
            return [party.name.string, party.group.string] + counts.map { String($0) }
        }
        if output.isTSV {
            return try TabSeparated.print(
                [
                    "party", "group", "stories", "said", "denied", "reiterated", "asked", "responded", "declined",
                    "silent",
                ], rows)
        }
        Pager.start()
        try cuts.echo()
        var table = Table(
            ["PARTY", "STORIES", "SAID", "DENIED", "REITERATED", "ASKED", "RESPONDED", "DECLINED", "NO RESPONSE"],
            flexible: 0
        )
        var group: String?
        for row in rows {
            // A spelling of the name above stands under it.
            let isVariant = row[1] == group && Terminal.isTerminal
            group = row[1]
            table.add([(isVariant ? "  " : "") + row[0]] + row.dropFirst(2))
        }
        try table.print()
    }

    private func show(_ acts: [ProjectedRow]) throws {
        if output.isJSON {
            for act in acts { try Parties.json(ofAct: act).printLine() }
            return
        }
        if output.isTSV {
            let names: [Text] = ["party", "position", "time", "recorded", "story", "act"]
            return try TabSeparated.print(
                names.map(\.string) + ["claims", "statement", "hop"],
                acts.map { act in
                    names.map { act.value.cell($0) }
                        + [
                            act.value.claims.map(\.id).joined(separator: ","), act.value.cell("statement"),
                            act.value.cell("hop"),
                        ]
                })
        }
        Pager.start()
        try cuts.echo()
        var party: Text?
        for act in acts {
            if act.value["party"]?.text != party {
                party = act.value["party"]?.text
                try Terminal.print((party ?? "").string.onOneLine.styled(.bold))
            }
            try print(act.value)
        }
    }

    private func print(_ act: JSONObject) throws(Failure) {
        let backdating = Backdating(isBackdated: act["backdated"] == true, isOutOfOrder: act["outOfOrder"] == true)
        let mark = backdating.mark().map { "  " + $0.styled(.yellow) } ?? ""
        // A request may be much older than the event that reports it.
        let time = act["asked"] == nil ? act.cell("time") : act.cell("asked")
        try Terminal.print(
            "  @\(act.cell("position"))  \(EventTime.shown(time))  \(act.cell("story").onOneLine.styled(.cyan))\(mark)")
        try Terminal.print(Parties.words(ofAct: act).onOneLine.wrapped(to: Terminal.width, indent: 6).styled(.yellow))
        for claim in act.claims {
            try Terminal.print("\(claim.id): \(claim.text)".onOneLine.wrapped(to: Terminal.width, indent: 6))
        }
        if let statement = act["statement"]?.text {
            try Terminal.print("\(statement)".inQuotes.onOneLine.wrapped(to: Terminal.width, indent: 6))
        }
    }
}

extension JSONObject {
    /// The claims that an act is about.
    fileprivate var claims: [(id: String, text: String)] {
        guard case .array(let claims)? = self["claims"] else { return [] }
        return claims.compactMap { claim in
            guard case .object(let object) = claim else { return nil }
            return (object.cell("id"), object.cell("text"))
        }
    }
}
