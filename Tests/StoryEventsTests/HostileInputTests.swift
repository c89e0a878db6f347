import CanonicalJSON
import LedgerTestKit
import StoryEvents
import Testing

/// Whatever a producer sends, it is read or refused; nothing traps, and what is read can be read again.
struct HostileInputTests {
    /// Through each door a document has as many values as the parser counts, with the place of the first one too many.
    @Test(arguments: [
        (DocumentFormat.json, "", "", "$.data.extra.x[249992]", 1), (.lines, "\n", "\n", "$.data.extra.x[249992]", 2),
        (.json, "[{},\n", "]", "$[1].data.extra.x[249992]", 2), (.json, "[", "]", "$[0].data.extra.x[249992]", 1),
    ])
    func aDocumentHasAQuarterOfAMillionValues(
        format: DocumentFormat, before: String, after: String, path: String, line: Int
    ) throws {
        func file(_ count: Int) -> String {
            before
                + #"{"type":"published","subject":"s","time":"2026-03-02T09:00:00Z","data":{"headline":"h","body":"b","#
                + #""extra":{"x":["# + String(repeating: "1,", count: count - 1) + "1]}}}" + after
        }
        // The document, its type, subject, time and data, headline, body, extra and x come before the elements.
        let most = JSON.maximumValues - 9
        #expect(readAll(file(most), format: format).documents.count == 1)
        let refusals = readAll(file(most + 1), format: format).refusals.filter { $0.code == .tooMany }
        #expect(refusals.map(\.path.description) == [path.replacing("249992", with: "\(most)")])
        #expect(refusals.first?.position?.line == line)
    }

    @Test(arguments: DocumentFormat.allCases)
    func randomBytesAreRefused(format: DocumentFormat) {
        var random = SeededRandom(seed: 0x5EED)
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let start = format == .frontMatter ? Array("---\n".utf8) : []
            #expect(readAll(start + bytes, format: format).documents.isEmpty)
        }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func changedDocumentsAreReadOrRefused(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let files = try seeds()
        var read = 0
        for _ in 0..<1_500 {
            let (format, text) = try #require(files.randomElement(using: &random))
            let (documents, refusals) = readAll(changed(text, &random), format: format)
            #expect(!documents.isEmpty || !refusals.isEmpty, "seed \(seed)")
            #expect(refusals.allSatisfy { $0.position != nil && !$0.message.isEmpty && !$0.remedy.isEmpty })
            for document in documents {
                read += 1
                try checkReadAgain(document)
            }
        }
        #expect(read > 30)
    }

    /// A decision on a story takes any document that was read.
    @Test func changedDocumentsAreDecided() throws {
        var random = SeededRandom(seed: 7)
        var story = try Story()
        let documents = try Golden.cases("leaves.json").compactMap { $0["document"]?.canonicalBytes }
        for _ in 0..<1_500 {
            let bytes = changed(try #require(documents.randomElement(using: &random)), &random)
            for document in readAll(bytes, format: .json).documents {
                _ = try? Decision(document, on: story.state)
                _ = try? story.append(String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    private func seeds() throws -> [(DocumentFormat, [UInt8])] {
        let refused = try Golden.cases("refusals.json").compactMap { golden in
            DocumentFormat(rawValue: golden.text("format")).map { ($0, Array(golden.text("text").utf8)) }
        }
        let taken = try Golden.cases("leaves.json").compactMap { golden in
            golden["document"].map { (DocumentFormat.json, $0.canonicalBytes) }
        }
        return refused.filter { $0.1.count < 4_000 } + Array(repeating: taken, count: 12).joined()
    }

    private func checkReadAgain(_ document: EventDocument) throws {
        let bytes = JSON.object(document.data).canonicalBytes
        #expect(JSON.object(document.data) == (try JSON.parse(bytes)))
        #expect(try Payload(document.type, data: document.data) == document.payload)
        #expect(try EventTime(document.time.description) == document.time)
        let envelope = Envelope(
            commitment: Commitment(to: bytes, salt: salt)!,
            identity: EventIdentity(source: document.source, id: document.id ?? "x"), story: document.story,
            type: document.type, time: document.time, recorded: RecordedTime(microseconds: 0), position: .first,
            revision: .first, previous: nil)
        #expect(try Envelope(leaf: envelope.leaf) == envelope)
    }

    private func changed(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
            let place = Int.random(in: text.indices, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: text[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: text.remove(at: place)
            case 2: text.insert(Array("{}[]\":,-*&!'0\n \\".utf8).randomElement(using: &random)!, at: place)
            case 3: text.removeSubrange(place..<min(place + 7, text.count))
            default: text.insert(contentsOf: text[place..<min(place + 20, text.count)], at: place)
            }
        }
        return text
    }
}
