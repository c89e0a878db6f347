import ArgumentParser
import CanonicalJSON
import Projections
import StoryEvents

struct ShowVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a story says, and where its claims stand.",
        discussion: """
            Shows the newest text, its version, when it was published and last changed, whether a note told readers, holds, \
            kills, embargo and what was withheld; then each claim, where it stands and what was done about it; then the requests for \
            comment. With --as-of or --at, the same as of then.

            \(OutOfOrderHelp.text) 'show' says so of the text and of the last update.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var cuts: CutOptions
    @OptionGroup var length: LengthOptions

    @Argument(help: "The story's id, or any unique beginning of it.", completion: .story)
    var story: String

    func run() throws {
        let (store, cut) = (try ledger.open(), try cuts.cut())
        var story = try store.fold(story, cut, into: StateOfStory.self)
        story.board.undoneCorrections = try store.undoneCorrections(story.board, cut)
        if output.isJSON { return try story.streamed.printDocument() }
        guard let state = story.state else { return }
        Pager.start()
        try cuts.echo()
        try StoryScreen(state, story, length).print()
    }
}
