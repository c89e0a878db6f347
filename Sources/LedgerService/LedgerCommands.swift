import Files
import Foundation

/// Commands of `storyledger` in messages. One that is about a ledger must name it where it is not the one that the reader's
/// shell would choose.
package enum LedgerCommands {
    private static let program = "storyledger"

    /// The verbs that take `--ledger`.
    package static let verbs: Set<String> = [
        "init", "append", "import", "withhold", "stories", "show", "history", "diff", "blame", "claims", "timeline",
        "parties", "activity", "log", "replay", "why", "serve", "mcp", "publish", "checkpoint", "key show",
        "key rotate", "key new", "verify", "prove", "bundle", "status", "projections status", "projections rebuild",
        "inbox status", "inbox reconcile", "inbox retry", "clock status", "clock accept", "doctor", "backup", "restore",
        "migrate", "export",
    ]
    /// The first words of those that have two.
    private static let groups = Set(verbs.filter { $0.contains(" ") }.map { String($0.prefix { $0 != " " }) })

    /// The option that names a ledger, as a part of a command, after a space.
    package static func option(_ path: String) -> String { " --ledger \(word(Array(path.utf8)))" }

    /// The same for a message that is read in another directory than this process works in.
    package static func option(fromAnywhere path: String) -> String {
        option(path.hasPrefix("/") ? path : URL(fileURLWithPath: path).path)
    }

    /// The bytes of a path as a word of a command; one that begins with a hyphen would be an option.
    package static func word(_ path: [UInt8]) -> String {
        ShellWord.quoted(path.first == UInt8(ascii: "-") ? Array("./".utf8) + path : path)
    }

    /// A text with an option behind the verb of each command of the program that takes `--ledger` and has none:
    /// `'storyledger inbox status'` becomes `'storyledger inbox status --ledger /srv/ledger'`.
    ///
    /// In a daemon, commands about its unit name that, too.
    package static func adding(_ option: String, to text: String) -> String {
        let text = ownUnit.map { naming($0, in: text) } ?? text
        let start = "\(program) "
        var (result, rest) = ("", text[...])
        while let found = rest.firstRange(of: start) {
            let isWord = rest[..<found.lowerBound].last.map { " '(\n".contains($0) } ?? true
            result += rest[..<found.upperBound]
            rest = rest[found.upperBound...]
            guard isWord, let end = endOfVerb(rest) else { continue }
            result += rest[..<end]
            rest = rest[end...]
            if !rest.hasPrefix(" --ledger"), !rest.hasPrefix(" --help") { result += option }
        }
        return result + rest
    }

    /// Where the verb of a command ends; nil where it is no verb that takes `--ledger`.
    private static func endOfVerb(_ text: Substring) -> Substring.Index? {
        let first = word(text)
        if verbs.contains(String(first)) { return isEnd(text[first.endIndex...]) ? first.endIndex : nil }
        guard groups.contains(String(first)), text[first.endIndex...].first == " " else { return nil }
        let second = word(text[first.endIndex...].dropFirst())
        guard verbs.contains("\(first) \(second)"), isEnd(text[second.endIndex...]) else { return nil }
        return second.endIndex
    }

    private static func word(_ text: Substring) -> Substring { text.prefix { $0.isASCII && $0.isLetter || $0 == "-" } }

    private static func isEnd(_ rest: Substring) -> Bool { rest.first.map { " ',;:.)\n".contains($0) } ?? true }
}
