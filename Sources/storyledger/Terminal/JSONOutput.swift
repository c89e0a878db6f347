import CanonicalJSON
import Projections

extension JSON {
    /// Prints one document, indented on a terminal.
    func printDocument() throws(Failure) { try Terminal.write(bytes(pretty: Terminal.isTerminal) + [0x0A]) }

    /// Prints one object of a stream on a line of its own.
    func printLine() throws(Failure) { try Terminal.write(bytes(pretty: false) + [0x0A]) }
}

extension StreamedJSON {
    /// Prints one long document in pieces, indented on a terminal.
    func printDocument() throws(Failure) {
        try write(pretty: Terminal.isTerminal) { bytes throws(Failure) in try Terminal.write(bytes) }
        try Terminal.print()
    }
}
