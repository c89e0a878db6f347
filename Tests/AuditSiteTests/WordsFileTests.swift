import Foundation
import LedgerService
import Testing

@testable import AuditSite

@Suite("The words of pages are read from a file that a person translates")
struct WordsFileTests {
    private static let english = WordsTemplate.text

    private static func faults(_ yaml: String) -> [String] {
        WordsFile(path: "de.yaml", yaml: yaml).faults.map { "\($0.place): \($0.message)" }
    }

    private static func line(_ words: String) throws -> Int {
        try #require(english.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(words) })
            + 1
    }

    /// `STORYLEDGER_RECORD=1` rewrites the file, and fails.
    @Test func theEnglishFileHoldsTheTable() throws {
        if ProcessInfo.processInfo.environment["STORYLEDGER_RECORD"] == "1" {
            try Self.english.write(to: WordsTemplate.file, atomically: true, encoding: .utf8)
            Issue.record("recorded: run again without STORYLEDGER_RECORD")
        }
        #expect(try String(contentsOf: WordsTemplate.file, encoding: .utf8) == Self.english)
        let file = WordsFile(path: WordsTemplate.file.path)
        #expect(file.faults.isEmpty && file.words == .english)
    }

    @Test func pagesSayThem() throws {
        let german = Self.english.replacing("language: \"en\"", with: "language: \"de\"")
            .replacing("stories: \"Stories\"", with: "stories: \"Artikel\"")
            .replacing("versionOf: \"Version {1} of {2}\"", with: "versionOf: \"Von {2} die {1}. Fassung\"")
            .replacing("sentences: {}", with: "sentences:\n  \"published\": \"erschienen\"")
        let words = try #require(WordsFile(path: "de.yaml", yaml: german).words)
        var responder = try SiteUnderTest.withStory().responder()
        responder.words = words
        let page = String(
            decoding: responder.answer(SiteRequest(target: "/stories/harbor/versions/1")).body, as: UTF8.self)
        #expect(
            page.contains("<html lang=\"de\">") && page.contains(">Artikel</a>")
                && page.contains("Von 2 die 1. Fassung"))
        #expect(
            String(decoding: responder.answer(SiteRequest(target: "/")).body, as: UTF8.self).contains(
                ">erschienen</option>"))
    }

    @Test(arguments: [
        ("ar", true), ("he-IL", true), ("az-Arab", true), ("ku-Latn", false), ("ar-Latn", false), ("de", false),
    ])
    func theDirectionIsThatOfTheLanguage(language: String, isRightToLeft: Bool) throws {
        let yaml = Self.english.replacing("language: \"en\"", with: "language: \"\(language)\"")
        var responder = try SiteUnderTest.withStory().responder()
        responder.words = try #require(WordsFile(path: "x.yaml", yaml: yaml).words)
        let page = String(decoding: responder.answer(SiteRequest(target: "/")).body, as: UTF8.self)
        #expect(page.contains("<html lang=\"\(language)\" dir=\"rtl\">") == isRightToLeft)
    }

    @Test func aWordThatIsMissingOrUnknownIsNamedByItsLine() throws {
        let line = try Self.line("stories: \"Stories\"")
        #expect(
            Self.faults(Self.english.replacing("stories: \"Stories\"", with: "storys: \"Artikel\"")) == [
                "de.yaml:7:1: the word 'stories' is missing", "de.yaml:\(line):1: unknown word 'storys'",
            ])
        let inner = try Self.line("versionOf:")
        #expect(
            Self.faults(Self.english.replacing("  versionOf: ", with: "  versionOff: ")) == [
                "de.yaml:\(try Self.line("inStory:")):1: the word 'inStory.versionOf' is missing",
                "de.yaml:\(inner):3: unknown word 'inStory.versionOff'",
            ])
    }

    @Test(arguments: [
        (
            "versionOf: \"Version {1} of {2}\"", "versionOf: \"Fassung {1}\"",
            "inStory.versionOf: the place {2} is missing"
        ),
        ("stories: \"Stories\"", "stories: \"Artikel {1}\"", "stories: there is no value for the place {1}"),
        ("stories: \"Stories\"", "stories: \"\"", "stories has no words"),
        ("stories: \"Stories\"", "stories: [a]", "stories has no words"),
        ("    - \"Stories\"\n", "", "inLists.partyColumns: expected a list of 8, as the English one has"),
        ("sentences: {}", "sentences:\n  \"{1} ended\": \"zu Ende\"", "sentences: the place {1} is missing"),
        ("sentences: {}", "sentences: 5", "sentences: expected a table of words"),
        ("language: \"en\"", "language: \"d e\"", "'d e' is no language"),
    ])
    func whatAWordLacksIsSaid(old: String, new: String, fault: String) throws {
        let found = Self.faults(Self.english.replacing(old, with: new, maxReplacements: 1))
        #expect(found.count == 1 && found[0].hasSuffix(": " + fault), "\(found)")
        #expect(found[0].prefixMatch(of: #/de\.yaml:[0-9]+:[0-9]+: /#) != nil)
    }

    @Test(arguments: ["", "- a", "a: \"", "\u{0}", "a: 1\na: 2", "{", "&a [*a]", "*a"])
    func otherFilesAreRefused(yaml: String) {
        let file = WordsFile(path: "x.yaml", yaml: yaml)
        #expect(file.words == nil && !file.faults.isEmpty)
    }

    @Test func aFileThatIsNotThereIsNamed() {
        var configuration = Configuration()
        #expect(SiteWords.faults(configuration).isEmpty)
        configuration.site.words = "/nowhere/words.yaml"
        #expect(
            SiteWords.faults(configuration).map { "\($0.place): \($0.message)" } == [
                "/nowhere/words.yaml: the file cannot be read: No such file or directory"
            ])
        #expect(throws: SiteRefusal.self) { try SiteWords.read("/nowhere/words.yaml") }
    }
}
