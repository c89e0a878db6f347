/// A program's last message: what was refused, and below it what to do.
public struct Diagnostic: Hashable, Sendable {
    /// What was refused.
    public var message: String
    /// What to do about it.
    public var remedy: String

    /// Creates a message.
    public init(_ message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }

    /// Two lines: `program: message`, and the remedy below it, indented.
    ///
    /// - Parameter format: For the journal, each line is marked as an error by its prefix.
    public func text(program: String, format: Configuration.Format = .auto) -> String {
        let prefix = format.isJournal ? "<3>" : ""
        return "\(prefix)\(program): \(Printable.escaped(message))\n\(prefix)  \(Printable.escaped(remedy))\n"
    }
}

extension ConfigurationFault {
    /// The fault as the program's last message.
    public var complaint: Diagnostic { Diagnostic("\(place): \(message)", remedy: remedy) }
}
