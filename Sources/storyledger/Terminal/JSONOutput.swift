import CanonicalJSON
import Projections

extension JSON {
    /// Prints one document, indented on a terminal.
    func printDocument() throws(Failure) { try print(pretty: Terminal.isTerminal) }

    /// Prints one document, indented wherever it goes.
    func printIndented() throws(Failure) { try print(pretty: true) }

    /// Prints one object of a stream on a line of its own.
    func printLine() throws(Failure) { try print(pretty: false) }

    private func print(pretty: Bool) throws(Failure) { try Terminal.write(json: bytes(pretty: pretty) + [0x0A]) }
}

extension Terminal {
    /// Writes JSON whose last scalar is whole; on a terminal, what that would obey is escaped.
    fileprivate static func write(json bytes: [UInt8]) throws(Failure) {
        try write(isTerminal ? Array(String(decoding: bytes, as: UTF8.self).jsonForTerminal.utf8) : bytes)
    }
}

extension JSON {
    /// A number that was stored or signed: as a string where JSON has no such integer, since nobody has checked it.
    init(stored number: some BinaryInteger) {
        let isExact = Int64(exactly: number).map { $0.magnitude <= JSON.maximumInteger.magnitude } ?? false
        self = isExact ? .integer(Int64(number)) : .string(Text("\(number)"))
    }
}

extension StreamedJSON {
    /// Prints one long document in pieces, indented on a terminal.
    func printDocument() throws(Failure) {
        try write(pretty: Terminal.isTerminal) { bytes throws(Failure) in try Terminal.write(json: bytes) }
        try Terminal.print()
    }

    /// Prints one long object of a stream in pieces, on a line of its own.
    func printLine() throws(Failure) {
        try write(pretty: false) { bytes throws(Failure) in try Terminal.write(json: bytes) }
        try Terminal.print()
    }
}
