import ArgumentParser
import Files

/// The ledger that `--ledger` named. A command that a message gives must name it, too: without the option it is about
/// another ledger.
enum NamedLedger {
    /// As it was typed; nil where no option named a ledger. Set once, before anything is printed.
    nonisolated(unsafe) static var path: String?

    /// The option as a part of a command, after a space; empty where no option named a ledger.
    static var option: String { path.map { " --ledger \(word($0))" } ?? "" }

    /// A path as a word of a command; one that begins with a hyphen would be an option.
    static func word(_ path: String) -> String { word(Array(path.utf8)) }

    /// The same for the bytes of a path.
    static func word(_ path: [UInt8]) -> String {
        ShellWord.quoted(path.first == UInt8(ascii: "-") ? Array("./".utf8) + path : path)
    }
}

extension String {
    /// The text with `--ledger DIR` in the commands of this program that are about a ledger, if the option named one:
    /// `'storyledger inbox status'` becomes `'storyledger inbox status --ledger /srv/ledger'`.
    var forNamedLedger: String {
        guard NamedLedger.path != nil else { return self }
        return adding(NamedLedger.option)
    }

    /// The text with an option behind the verb of each command of this program that takes `--ledger` and has none.
    func adding(_ option: String) -> String {
        let program = "\(StoryLedger.configuration.commandName ?? "") "
        var (result, rest) = ("", self[...])
        while let found = rest.firstRange(of: program) {
            let isWord = rest[..<found.lowerBound].last.map { $0 == " " || $0 == "'" || $0 == "(" } ?? true
            result += rest[..<found.upperBound]
            rest = rest[found.upperBound...]
            guard isWord, let end = Self.endOfVerb(rest) else { continue }
            let behind = rest[end...]
            result += rest[..<end]
            if !behind.hasPrefix(" --ledger"), !behind.hasPrefix(" --help") { result += option }
            rest = behind
        }
        return result + rest
    }

    /// Where the verb of a command ends; nil where it is no verb that takes `--ledger`.
    private static func endOfVerb(_ text: Substring) -> Substring.Index? {
        var (verbs, rest) = (StoryLedger.configuration.groupedSubcommands.flatMap { $0.subcommands }, text)
        while true {
            let word = rest.prefix { $0.isASCII && $0.isLetter || $0 == "-" }
            guard let verb = verbs.first(where: { $0.configuration.commandName ?? "" == word }) else { return nil }
            if let next = rest[word.endIndex...].first, !" ',;:.)".contains(next) { return nil }
            verbs = verb.configuration.subcommands
            guard !verbs.isEmpty else { return verb.takesLedger ? word.endIndex : nil }
            // A verb without the one of its own that it needs is no whole command.
            guard rest[word.endIndex...].first == " " else { return nil }
            rest = rest[word.endIndex...].dropFirst()
        }
    }
}

extension ParsableCommand {
    /// Whether it has the options of ``LedgerOptions``.
    fileprivate static var takesLedger: Bool {
        Mirror(reflecting: Self()).children.contains { $0.value is OptionGroup<LedgerOptions> }
    }
}
