import ArgumentParser
import CanonicalJSON
import Projections
import StoryEvents

struct ClaimsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims",
        abstract: "Show where a story's claims stand, who denied and reiterated them, and who was asked.",
        discussion: """
            The first rule that matches gives where a claim stands: \(standings).

            Words of a claim that the text had when the claim came in, and has no more, are named: those it quotes, or \
            else its own numbers, names and quotations.

            What was done about a claim is in order of happening. An event is backdated when it was recorded more than \
            an hour after it happened.

            \(OutOfOrderHelp.text)
            """)

    private static let standings = Standing.allCases.map { "\($0.rawValue) (\($0.meaning))" }.joined(separator: ", ")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: ListingOptions
    @OptionGroup var cuts: CutOptions
    @OptionGroup var length: LengthOptions

    @Argument(help: "The story's id, or any unique beginning of it.", completion: .story)
    var story: String

    func run() throws {
        let (store, cut) = (try ledger.open(), try cuts.cut())
        var board = try store.fold(story, cut, into: ClaimBoard.self)
        board.undoneCorrections = try store.undoneCorrections(board, cut)
        if output.isJSON { return try board.streamed.printDocument() }
        if output.isTSV {
            return try TabSeparated.print(
                ["claim", "standing", "introduced", "denials", "reiterations", "responses", "newest", "text"],
                zip(board.claims.claims, board.claims.summaries).map { row($0, $1) })
        }
        Pager.start()
        try cuts.echo()
        let place = "revision \(board.revision!), \(board.position!)"
        let title = board.story!.description.onOneLine.styled(.cyan)
        try Terminal.print("\(title)  \(board.claims.status.styled)  \(place)")
        try board.printStatusChange(min(Terminal.width, 88))
        if board.claims.claims.isEmpty { try Terminal.print("no claims") }
        let page = ClaimsPage(board, length)
        try page.print()
        try page.printWithheld()
    }

    /// A claim in one row: its id, where it stands, where it came in, how much was done about it, where that ends.
    private func row(_ record: ClaimRecord, _ summary: ClaimSummary) -> [String?] {
        [
            record.id.string, summary.standing.rawValue, String(record.introduced.value), String(summary.denials),
            String(summary.reiterations), String(summary.responses), summary.newest.map { String($0.value) },
            record.claim?.text.string,
        ]
    }
}
