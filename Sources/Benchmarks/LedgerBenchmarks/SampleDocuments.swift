import CanonicalJSON
import EventLog

/// Invented documents of about 2 KB each: a hundred stories at a time, ten events each, in turn.
enum SampleDocuments {
    /// One file of documents, one a line.
    static func file(_ numbers: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(numbers.count * 2_100)
        for number in numbers {
            bytes += document(number).bytes(pretty: false)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// Appends documents to an empty log, so many a file and a commit.
    static func fill(_ store: SQLiteEventStore, events: Int, perFile: Int = 1_000) throws {
        let recorder = Recorder(store)
        for first in stride(from: 0, to: events, by: perFile) {
            let bytes = file(first..<min(first + perFile, events))
            _ = try recorder.record([
                Submission(file: "batch.ndjson", bytes: bytes, format: .lines, defaultSource: "newsdesk")
            ])
        }
    }

    /// One file of one small document that starts a story of its own.
    static func small(_ number: Int) -> [UInt8] {
        let document: JSON = [
            "type": "published", "id": .string("small-\(padded(number, 9))"), "source": "newsdesk",
            "subject": .string("small-\(padded(number, 9))"), "time": "2026-03-02T11:20:00+01:00",
            "data": ["headline": "The ferry runs again", "body": .string(Text(sentence))],
        ]
        return document.bytes(pretty: false)
    }

    /// The story that a document is about.
    static func story(_ number: Int) -> String { "story-\(padded(number / 1_000 * 100 + number % 100, 7))" }

    private static func document(_ number: Int) -> JSON {
        let isFirst = number % 1_000 < 100
        var data: JSONObject = ["body": .string(body(number))]
        if isFirst { data["headline"] = "The harbor bridge stays shut for another week" }
        return [
            "specversion": "1.0", "id": .string("cms-\(padded(number, 9))"), "source": "newsdesk",
            "type": isFirst ? "published" : "updated",
            "subject": .string(Text(story(number))),
            "time": "2026-03-02T11:20:00+01:00", "data": .object(data),
        ]
    }

    /// Six paragraphs, one of them different each time.
    private static func body(_ number: Int) -> Text {
        var text = "Update \(number). "
        while text.utf8.count < 1_750 {
            text += sentence
            if text.utf8.count % 3 == 0 { text += "\n\n" }
        }
        return Text(text)
    }

    private static let sentence =
        "The ministry said on Monday that \u{201C}no decision was taken\u{201D}; the caf\u{E9} owners dispute it. "

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
