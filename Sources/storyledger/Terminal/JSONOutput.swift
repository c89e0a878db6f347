import CanonicalJSON

extension JSON {
    /// Prints one document, indented on a terminal.
    func printDocument() throws(Failure) { try print(pretty: Terminal.isTerminal) }

    /// Prints one object of a stream on a line of its own.
    func printLine() throws(Failure) { try print(pretty: false) }

    private func print(pretty: Bool) throws(Failure) {
        let line = bytes(pretty: pretty) + [0x0A]
        let isSafe = !Terminal.isTerminal
        try Terminal.write(isSafe ? line : Array(String(decoding: line, as: UTF8.self).jsonForTerminal.utf8))
    }
}
