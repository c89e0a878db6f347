import ArgumentParser
import CanonicalJSON
import StoryEvents

struct SchemaVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of event documents.",
        discussion: """
            For editors and validators; JSON Schema 2020-12. What a schema cannot say, such as that a claim exists, \
            'storyledger append --dry-run FILE' checks.
            """)

    @Argument(help: "What to print the schema of: document.")
    var name: Name = .document

    enum Name: String, ExpressibleByArgument, CaseIterable {
        case document
    }

    func run() throws {
        Pager.start()
        try DocumentSchema.json.printDocument()
    }
}
