import ArgumentParser
import CanonicalJSON
import Inbox
import StoryEvents

struct InboxRetryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Put a refused file back into the inbox, where it is taken again.",
        discussion: """
            NAME is the file's name in quarantine, as 'storyledger inbox status' lists it (cms--story.md), or its path below \
            the inbox, as the service's log has it (cms/story.md).
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The file's name in quarantine.")
    var name: String

    func run() throws {
        _ = try ledger.open()
        // A file is quarantined under its path, with two hyphens for each slash.
        let name = name.replacing("/", with: "--")
        let file = try orFail { () throws(InboxError) in
            try Quarantine.retry(name: Text(name), in: InboxDirectories(ledger: ledger.directory.path))
        }
        if output.isJSON {
            let document: JSON = ["name": .string(Text(name)), "file": .string(file)]
            return try document.printDocument()
        }
        try Terminal.print("\(name) is back in the inbox as \(file)".onOneLine)
    }
}
