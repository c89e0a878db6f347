import CanonicalJSON
import StoryEvents

extension JSON {
    /// Prints one document, indented on a terminal.
    func printDocument() throws(Failure) { try Terminal.write(bytes(pretty: Terminal.isTerminal) + [0x0A]) }

    /// Prints one object of a stream on a line of its own.
    func printLine() throws(Failure) { try Terminal.write(bytes(pretty: false) + [0x0A]) }

    /// A time as it stands in the leaf.
    init(_ time: EventTime) { self = .string(Text(time.description)) }

    /// A time of the ledger's clock.
    init(_ time: RecordedTime) { self = .string(Text(time.description)) }

    /// A count.
    init(_ number: Int) { self = .integer(Int64(number)) }

    /// A place in the log.
    init(_ position: Position) { self = .integer(position.value) }

    /// A place in a story.
    init(_ revision: Revision) { self = .integer(revision.value) }

    /// A text, or null.
    init(_ text: Text?) { self = text.map(JSON.string) ?? .null }

    /// The text of a string, else nil.
    var text: Text? { if case .string(let text) = self { text } else { nil } }
}
