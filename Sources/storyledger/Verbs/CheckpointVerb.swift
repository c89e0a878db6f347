import ArgumentParser
import CanonicalJSON
import Publication
import StoryEvents

struct CheckpointVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint", abstract: "Print the checkpoint that is published.",
        discussion: """
            Printed byte for byte as it stands in public/, with the signatures of the log and of witnesses. A reader who keeps \
            one can check later, against the log's key, that the log still extends it.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let publisher = try ledger.publisher(.readOnly)
        let published = try orFail { () throws(PublicationError) in try publisher.published() }
        guard let published else {
            throw Failure(Failure.noInput, "nothing is published yet", remedy: "publish with 'storyledger publish'")
        }
        guard output.isJSON else { return try Terminal.writeData(published.note.bytes) }
        try JSON.object(published.jsonWithSignatures).printDocument()
    }
}
