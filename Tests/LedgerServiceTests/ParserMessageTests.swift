import LedgerService
import Testing

@Suite("What the parser of arguments refuses reads like every other refusal")
struct ParserMessageTests {
    @Test func namesTheMistakeAndTheHelp() throws {
        let refusal = try #require(
            ParserMessage(
                """
                Error: Unknown option '--bogus'
                Usage: storyledger stories [--ledger <dir>]
                  See 'storyledger stories --help' for more information.
                """))
        #expect(refusal.message == "unknown option '--bogus'")
        #expect(refusal.remedy == "type 'storyledger stories --help' for what it takes")
    }

    @Test(arguments: [
        ("--formt", "--format"), ("--form\u{200B}at", "--format"), ("--for", "--format"), ("--fo\u{FEFF}", "--format"),
        ("--zne", "--zone"), ("--z", "--zone"), ("--bogus", nil), ("-x", nil), ("--", nil), ("--\u{FEFF}", nil),
    ])
    func suggestsANearOption(typed: String, meant: String?) throws {
        let refusal = try #require(
            ParserMessage(
                """
                Error: Unknown option '\(typed)'. Did you mean '--help'?
                Usage: storyledger show [<options>] <story>
                  See 'storyledger show --help' for more information.
                """
            ) { verb in verb == "storyledger show" ? ["--format", "--zone", "--at", "--help"] : [] })
        #expect(refusal.message == "unknown option '\(typed)'")
        let near = meant.map { "did you mean '\($0)'? " } ?? ""
        #expect(refusal.remedy == "\(near)type 'storyledger show --help' for what it takes")
    }

    @Test(arguments: [
        "Please provide one of 'published', 'held' or 'killed'.",
        "Please provide one of the following:\n  - published\n  - held\n  - killed",
    ])
    func namesWhatAValueMayBe(list: String) throws {
        let refusal = try #require(
            ParserMessage(
                """
                Error: The value 'publishd' is invalid for '--status <status>'. \(list)
                Help:  --status <status>  Only stories with this status.
                Usage: storyledger stories [--status <status>]
                  See 'storyledger stories --help' for more information.
                """))
        #expect(refusal.message == "the value 'publishd' is invalid for '--status <status>'")
        #expect(refusal.remedy == "did you mean 'published'? it is one of: published, held, killed")
    }

    @Test(arguments: ["no-response", "side-by-side"]) func valuesWithHyphensAreWhole(value: String) throws {
        let refusal = try #require(
            ParserMessage(
                "Error: The value 'zzzzzz' is invalid for '--format <f>'. Please provide one of '\(value)' or 'b'."))
        #expect(refusal.remedy == "it is one of: \(value), b")
    }

    @Test(arguments: ["OVERVIEW: The record.", "", "1.0"]) func helpIsNoMistake(text: String) {
        #expect(ParserMessage(text) == nil)
    }
}
