import ArgumentParser
import CanonicalJSON
import Import
import StoryEvents

struct SchemaVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of event documents, of import maps, or of a verb's --json.",
        discussion: """
            JSON Schema 2020-12, for editors, validators and programs that read the output. Without NAME, the names: \
            'document' is of event documents, 'import-map' of the maps of 'import --map', the others are verbs, such as inbox-status, whose schema holds for the document \
            that the verb prints or, where it prints one object a line, for each line. What a schema cannot say of a \
            document, such as that a claim exists, 'storyledger append --dry-run FILE' checks.
            """)

    @Argument(help: "document, import-map, or a verb: show, inbox-status.", completion: .list(names))
    var name: String?

    private static let document = (name: "document", about: "One event about one story, as producers write it.")
    private static let importMap = (name: "import-map", about: "What columns or members are, for 'import --map'.")
    private static let names = [document.name, importMap.name] + OutputSchema.all.map(\.name)

    func run() throws {
        guard let name else { return try list() }
        guard Self.names.contains(name) else {
            throw Failure(
                Failure.usage, "there is no schema '\(name)'",
                remedy: nearest(to: name, among: Self.names).map { "did you mean '\($0)'?" }
                    ?? "list the names with 'storyledger schema'")
        }
        Pager.start()
        let schema = OutputSchema.all.first { $0.name == name }
        let input = name == Self.importMap.name ? ImportMap.schema : DocumentSchema.json
        try (schema?.json ?? input).printIndented()
    }

    private func list() throws(Failure) {
        let rows = [Self.document, Self.importMap] + OutputSchema.all.map { ($0.name, $0.about) }
        let width = (rows.map(\.0.count).max() ?? 0) + 2
        for (name, about) in rows {
            let line = name.padded(to: width) + about
            try Terminal.print(Terminal.isTerminal ? line.fitted(to: Terminal.width, hanging: width) : line)
        }
    }
}
