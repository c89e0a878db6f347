import Foundation
import Logging
import StoryEvents
import Synchronization
import Testing
import Threads

@testable import LedgerService

@Suite struct JournalSocketTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private let name = "@storyledger-\(UUID().uuidString)"
    private let lines = Lines()

    private func logger(_ format: Configuration.Format = .journal) throws -> Logger {
        var settings = Configuration.Log()
        settings.format = format
        let journal = try #require(JournalSocket(identifier: "storyledgerd", path: name))
        let handler = LedgerLogHandler(
            settings, now: { RecordedTime(microseconds: 0) }, journal: journal, sink: lines.add)
        return Logger(label: "test") { _ in handler }
    }

    @Test func aLineHasItsFields() throws {
        let listener = try DatagramListener(name)
        try logger().warning(
            "refused", metadata: ["file": "cms/bad.json", "source": "cms", "code": "not-json", "at": "1:1"])
        #expect(
            listener.next == """
                MESSAGE=refused at="1:1" code=not-json file=cms/bad.json source=cms
                PRIORITY=4
                SYSLOG_IDENTIFIER=storyledgerd
                STORYLEDGER_AT=1:1
                STORYLEDGER_CODE=not-json
                STORYLEDGER_FILE=cms/bad.json
                STORYLEDGER_SOURCE=cms

                """)
        #expect(lines.all == [])
    }

    /// The journal looks a process up when it takes in its datagrams: one that ended before has no unit.
    @Test func aProcessWaitsUntilItsLastWordsAreTakenIn() async throws {
        let listener = try DatagramListener(name)
        let journal = try #require(JournalSocket(identifier: "storyledgerd", path: name))
        #expect(journal.settle(patience: .zero))
        journal.write("last words", .error, [:]) { lines.add("otherwise") }
        async let hasSettled = BlockingThread.run("settle") { journal.settle(patience: .seconds(600)) }
        #expect(try await listener.wait()?.hasPrefix("MESSAGE=last words\n") == true)
        // That one is in for sure once the next one is taken, which adds nothing.
        #expect(try await listener.wait() == "#\n")
        #expect(try await hasSettled)
        #expect(journal.settle(patience: .zero))
        #expect(listener.next == nil)
        #expect(lines.all == [])
    }

    @Test func aJournalThatTakesNothingInIsNotAskedForAWhile() throws {
        let listener = try DatagramListener(name)
        let journal = try #require(JournalSocket(identifier: "storyledgerd", path: name))
        journal.write("last words", .error, [:]) { lines.add("otherwise") }
        #expect(lines.all == [])
        #expect(!journal.settle(patience: .zero))
        journal.write("more", .error, [:]) { lines.add("otherwise") }
        #expect(lines.all == ["otherwise"])
        #expect(listener.next != nil)
    }

    @Test func eachElementOfAListIsAFieldOfItsOwn() {
        let entry = JournalEntry("m", .info, identifier: "p", ["source": ["a b", "c"]])
        #expect(entry.fields.suffix(2).map(\.value) == ["a b", "c"])
        #expect(Set(entry.fields.suffix(2).map(\.name)) == ["STORYLEDGER_SOURCE"])
    }

    /// A value forges no other field.
    @Test func aValueWithLineBreaksIsCounted() {
        let entry = JournalEntry("m", .error, identifier: "p", ["file": "x\nPRIORITY=0\n"])
        let head = Array("MESSAGE=m\nPRIORITY=3\nSYSLOG_IDENTIFIER=p\nSTORYLEDGER_FILE\n".utf8)
        #expect(entry.bytes == head + [13, 0, 0, 0, 0, 0, 0, 0] + Array("x\nPRIORITY=0\n\n".utf8))
    }

    /// Reads an entry as the journal does: whatever a producer writes, it comes back as it was.
    @Test func randomEntriesComeBackAsTheyWere() throws {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("aZ9_-.= \n\r\u{0}\u{1B}ü😀")
        func text(_ most: Int) -> String {
            String(
                (0..<Int.random(in: 0...most, using: &generator)).map { _ in letters.randomElement(using: &generator)! }
            )
        }
        for _ in 0..<2000 {
            var metadata: Logger.Metadata = [:]
            for _ in 0..<3 { metadata[text(9)] = .string(text(30)) }
            let entry = JournalEntry(text(40), .notice, identifier: "p", metadata)
            var (rest, read) = (entry.bytes[...], [JournalEntry.Field]())
            while let end = rest.firstIndex(where: { $0 == 0x3D || $0 == 0x0A }) {
                let name = String(decoding: rest[..<end], as: UTF8.self)
                #expect(name.range(of: "^[A-Z][A-Z0-9_]{0,63}$", options: .regularExpression) != nil, "\(name)")
                let isText = rest[end] == 0x3D
                rest = rest[(end + 1)...]
                let count =
                    isText
                    ? rest.prefix { $0 != 0x0A }.count
                    : Int(rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
                if !isText { rest = rest.dropFirst(8) }
                read.append(JournalEntry.Field(name: name, value: String(decoding: rest.prefix(count), as: UTF8.self)))
                rest = rest.dropFirst(count + 1)
            }
            #expect(rest.isEmpty)
            #expect(read == entry.fields)
        }
    }

    @Test func whatTheJournalDoesNotTakeGoesToStandardError() throws {
        try logger().info("took files in", metadata: ["source": "cms"])
        #expect(lines.all == ["<6>took files in source=cms\n"])
    }

    @Test func aLineThatIsTooLongGoesToStandardErrorWhole() throws {
        let listener = try DatagramListener(name)
        let long = String(repeating: "x", count: 1 << 20)
        let logger = try logger()
        logger.notice("before")
        logger.notice("\(long)")
        logger.notice("after")
        #expect(listener.next?.hasPrefix("MESSAGE=before\n") == true)
        #expect(listener.next?.hasPrefix("MESSAGE=after\n") == true)
        #expect(lines.all == ["<5>\(long)\n"])
    }

    /// Order is kept: while the journal is silent, everything goes the same way.
    @Test(.timeLimit(.minutes(1)))
    func aJournalThatDoesNotAnswerIsNotAskedAgainSoon() throws {
        let listener = try DatagramListener(name)
        let logger = try logger()
        var count = 0
        while lines.all.isEmpty {
            logger.notice("line", metadata: ["number": "\(count)"])
            count += 1
        }
        for number in count..<count + 100 { logger.notice("line", metadata: ["number": "\(number)"]) }
        var taken = 0
        while let entry = listener.next {
            #expect(entry.contains("STORYLEDGER_NUMBER=\(taken)\n"))
            taken += 1
        }
        #expect(lines.all == (taken..<count + 100).map { "<5>line number=\($0)\n" })
        #expect(taken + lines.all.count == count + 100)
    }

    @Test func inTextThereAreNoFields() throws {
        let listener = try DatagramListener(name)
        try logger(.text).info("ready")
        #expect(listener.next == nil)
        #expect(lines.all.count == 1)
    }
}
