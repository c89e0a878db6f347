import ArgumentParser
import LedgerService
import Testing

@testable import storyledger

@Suite("A command that a message gives is about the ledger that --ledger named")
struct NamedLedgerTests {
    static let texts: [(text: String, named: String)] = [
        ("storyledger publish", "storyledger publish OPTION"),
        ("list events with 'storyledger log'", "list events with 'storyledger log OPTION'"),
        ("'storyledger log --from @7' says why", "'storyledger log OPTION --from @7' says why"),
        (
            "see 'storyledger inbox status'; 'storyledger verify'",
            "see 'storyledger inbox status OPTION'; 'storyledger verify OPTION'"
        ),
        ("gzip -dc FILE | storyledger import -", "gzip -dc FILE | storyledger import OPTION -"),
        ("runuser -u storyledger -- storyledger key rotate", "runuser -u storyledger -- storyledger key rotate OPTION"),
        // One that names it already, help, and verbs that read no ledger.
        ("storyledger init --ledger /srv/x", "storyledger init --ledger /srv/x"),
        ("'storyledger publish --help'", "'storyledger publish --help'"),
        ("'storyledger monitor SOURCE'", "'storyledger monitor SOURCE'"),
        ("'storyledger check-bundle FILE'", "'storyledger check-bundle FILE'"),
        ("'storyledger schema'", "'storyledger schema'"), ("'storyledger --version'", "'storyledger --version'"),
        // What is no command.
        ("storyledger logs", "storyledger logs"), ("storyledger inbox", "storyledger inbox"),
        ("rm /srv/storyledger log", "rm /srv/storyledger log"), ("chown storyledger: x", "chown storyledger: x"),
        ("storyledger log/x", "storyledger log/x"), ("storyledger ", "storyledger "), ("", ""),
    ]

    @Test(arguments: texts)
    func hasTheOptionBehindItsVerb(_ text: String, _ named: String) {
        #expect(LedgerCommands.adding(" OPTION", to: text) == named)
    }

    /// Help says which verbs are about a ledger.
    @Test func isEachVerbThatTakesTheOption() {
        func check(_ verb: any ParsableCommand.Type, _ before: String) {
            let command = "\(before) \(verb.configuration.commandName ?? "")"
            let inner = verb.configuration.subcommands
            guard inner.isEmpty else { return inner.forEach { check($0, command) } }
            let takesLedger = StoryLedger.helpMessage(for: verb).contains("--ledger <dir>")
            #expect(LedgerCommands.adding(" OPTION", to: command) == command + (takesLedger ? " OPTION" : ""))
        }
        for verb in StoryLedger.configuration.groupedSubcommands.flatMap({ $0.subcommands }) {
            check(verb, "storyledger")
        }
    }

    @Test(arguments: [
        ("/srv/l", "/srv/l"), ("my ledger", "'my ledger'"), ("it's", #"'it'\''s'"#), ("-l", "./-l"), ("", "''"),
    ])
    func isOneWordOfAShell(_ path: String, _ word: String) {
        #expect(NamedLedger.word(path) == word)
    }
}
