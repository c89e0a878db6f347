import CanonicalJSON
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

@testable import EventLog

@Suite("Used documents are freed as others are read")
struct SpentDocumentsTests {
    private struct Weak {
        weak var document: EventDocument?
    }

    /// Short and long ones in turn, so that the chunks hold sometimes many and sometimes few.
    private func file(_ ledger: TemporaryLedger) throws -> (DocumentReader, Preparation) {
        var bytes: [UInt8] = []
        for number in 0..<1_200 {
            let body = String(repeating: "Word. ", count: number % 120 < 100 ? 2 : 10_000)
            bytes += Documents.published(Text("story \(number)"), body: Text(body)).bytes(pretty: false)
            bytes.append(UInt8(ascii: "\n"))
        }
        return (
            DocumentReader(bytes, format: .lines, defaultSource: "newsdesk"), try Preparation(try ledger.open())
        )
    }

    private func documents(_ items: [FileAhead.Item]) -> [Weak] {
        items.map { Weak(document: (try? $0.document.get())?.document) }
    }

    @Test func noMoreAreThereThanWereMadeAtOnce() throws {
        let ledger = try TemporaryLedger()
        let (reader, preparation) = try file(ledger)
        let file = FileAhead(PreparedDocuments(reader, of: "a", nil, preparation))
        var (spent, seen) = (FileAhead.UsedDocuments(), [Weak]())
        var lengths: Set<Int> = []
        while true {
            let chunk = file.chunk(freeing: &spent)
            seen += documents(chunk.items)
            lengths.insert(chunk.items.count)
            spent.chunks.append(chunk.items)
            #expect(seen.count { $0.document != nil } <= 64)
            if chunk.isLast { break }
        }
        #expect(seen.count == 1_200)
        #expect(lengths.count > 3)
        spent.chunks = []
        #expect(seen.allSatisfy { $0.document == nil })
    }

    @Test func noneIsLeftOfAFileThatWasRead() throws {
        let ledger = try TemporaryLedger()
        let (reader, preparation) = try file(ledger)
        var seen: [Weak] = []
        let thread = try #require(ReadingThread())
        let ahead = ReadAhead(PreparedDocuments(reader, of: "a", nil, preparation), on: thread)
        while let next = ahead.next() { seen.append(Weak(document: (try next.get()).document)) }
        #expect(seen.count == 1_200)
        try wait { seen.allSatisfy { $0.document == nil } }
        withExtendedLifetime((thread, ahead)) {}
    }

    private func wait(_ isDone: () -> Bool) throws {
        let end = ContinuousClock.now + .seconds(30)
        while !isDone(), .now < end { Thread.sleep(forTimeInterval: 0.01) }
        #expect(isDone())
    }
}
