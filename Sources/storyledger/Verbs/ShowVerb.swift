import ArgumentParser
import CanonicalJSON
import Projections
import StoryEvents

struct ShowVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a story says, and where its claims stand.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var cuts: CutOptions

    @Argument(help: "The story's id, or any unique beginning of it.")
    var story: String

    func run() throws {
        let view = try ledger.open().view(of: story, cuts.cut())
        let board = try orFail { () throws(StoryError) in try view.claimBoard() }
        if output.isJSON { return try view.state.json(board).printDocument() }
        Pager.start()
        try StoryPage(view, board).print()
    }
}
