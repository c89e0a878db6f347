import Glibc
import Logging
import StoryEvents
import Synchronization
import Testing

@testable import LedgerService

@Suite struct LedgerLogHandlerTests {
    /// A logger, and what it has written.
    private final class Page: Sendable {
        private let lines = Mutex<[String]>([])
        var text: String { lines.withLock { $0.joined() } }

        func logger(
            _ format: Configuration.Format, level: Logger.Level = .trace, about ledger: String? = nil
        ) -> Logger {
            var settings = Configuration.Log()
            settings.format = format
            settings.level = level
            let now = RecordedTime(microseconds: 1_772_472_000_000_001)
            let handler = LedgerLogHandler(
                settings, now: { now }, about: ledger, sink: { line in self.lines.withLock { $0 += [line] } })
            return Logger(label: "test") { _ in handler }
        }
    }

    private let page = Page()

    @Test(arguments: [
        (Logger.Level.trace, "<7>"), (.debug, "<7>"), (.info, "<6>"), (.notice, "<5>"), (.warning, "<4>"),
        (.error, "<3>"), (.critical, "<2>"),
    ])
    func theJournalReadsHowGraveALineIs(level: Logger.Level, prefix: String) {
        page.logger(.journal).log(level: level, "took files in", metadata: ["files": "3"])
        #expect(page.text == "\(prefix)took files in files=3\n")
    }

    @Test func peopleReadTimeAndLevel() {
        page.logger(.text).info("took files in", metadata: ["files": "3"])
        page.logger(.text).critical("cannot go on")
        #expect(
            page.text == """
                2026-03-02T17:20:00.000001Z info     took files in files=3
                2026-03-02T17:20:00.000001Z critical cannot go on

                """)
    }

    /// The shell of a reader may have another ledger.
    @Test(arguments: [
        ("storyledger publish", "/srv/l", #""storyledger publish --ledger /srv/l""#),
        (
            "'storyledger inbox status' lists what is suspended", "/srv/my l",
            #""'storyledger inbox status --ledger '/srv/my l'' lists what is suspended""#
        ),
        ("storyledger publish --ledger /x", "/srv/l", #""storyledger publish --ledger /x""#),
        ("run 'storyledger schema'", "/srv/l", #""run 'storyledger schema'""#),
        ("chmod 600 key", "/srv/l", #""chmod 600 key""#),
    ])
    func aCommandOfARemedyNamesTheLedger(remedy: String, ledger: String, written: String) {
        let metadata: Logger.Metadata = ["remedy": "\(remedy)", "file": "storyledger log"]
        page.logger(.journal, about: ledger).warning("so", metadata: metadata)
        #expect(page.text == "<4>so file=\"storyledger log\" remedy=\(written)\n")
    }

    @Test func anotherDirectoryThanTheDaemonsIsNotThatOfTheShell() {
        let option = LedgerCommands.option(fromAnywhere: "a b/c")
        #expect(option.hasPrefix(" --ledger '/") && option.hasSuffix("/a b/c'"))
    }

    @Test func whatIsLessGraveThanTheLevelIsNotWritten() {
        page.logger(.journal, level: .warning).notice("nothing")
        #expect(page.text == "")
    }

    @Test(arguments: [
        ("plain", "plain"), ("/var/lib/a-b_c.json@17", "/var/lib/a-b_c.json@17"), ("", #""""#),
        ("two words", #""two words""#), ("a=b", #""a=b""#), (#"say "no" \ yes"#, #""say \"no\" \\ yes""#),
        ("<3>fake\n<2>fake", #""<3>fake\n<2>fake""#), ("\r\n\t\0", #""\r\n\t\u0000""#),
        ("\u{1B}[31m", #""\u001b[31m""#), ("\u{202E}x\u{2028}", #""\u202ex\u2028""#), ("\u{9B}1m", #""\u009b1m""#),
        ("\u{E0041}", #""\U000e0041""#), ("Zürich – ok", #""Zürich – ok""#),
    ])
    func aValueStaysOnItsLineAndInItsPlace(value: String, written: String) {
        page.logger(.journal).info("file", metadata: ["name": "\(value)"])
        #expect(page.text == "<6>file name=\(written)\n")
    }

    @Test func aMessageStaysOnItsLine() {
        page.logger(.journal).info("one\n<0>two\u{1B}")
        #expect(page.text == "<6>one\\n<0>two\\u001b\n")
    }

    @Test func metadataComesByKeyTheNearestOverTheFarther() {
        struct Refused: Error {}
        var logger = page.logger(.journal)
        logger[metadataKey: "story"] = "old"
        logger[metadataKey: "source"] = "wire"
        logger.info(
            "file",
            metadata: ["story": "new", "all": ["a", "b c"], "by": ["y": "2", "x": "1"], "n": .stringConvertible(7)])
        logger.log(level: .error, "refused", error: Refused())
        #expect(
            page.text == """
                <6>file all="[a, b c]" by="{x: 1, y: 2}" n=7 source=wire story=new
                <3>refused error="Refused()" source=wire story=old

                """)
    }

    @Test func aComplaintIsTwoLinesForPeopleAndTwoErrorsForTheJournal() {
        let complaint = Diagnostic("no\nledger", remedy: "make one")
        #expect(complaint.text(program: "storyledgerd", format: .text) == "storyledgerd: no\\nledger\n  make one\n")
        #expect(
            complaint.text(program: "storyledgerd", format: .journal)
                == "<3>storyledgerd: no\\nledger\n<3>  make one\n")
    }
}
