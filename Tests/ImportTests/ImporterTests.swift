import CanonicalJSON
import EventLog
import Foundation
import Import
import LedgerTestKit
import StoryEvents
import Testing

@Suite struct ImporterTests {
    /// Imports the bytes of a file twice.
    private func take(_ bytes: [UInt8], _ name: String, _ ledger: TemporaryLedger) throws -> (
        Importer.Summary, [RefusedDocument]
    ) {
        let path = ledger.file(name)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let importer = Importer(try ledger.open(), source: "newsdesk")
        var refused: [RefusedDocument] = []
        importer.refuse = { refused.append($0) }
        try importer.take(path, named: "./\(name)".text)
        return (importer.summary, refused)
    }

    /// Each document is taken or refused by itself, whatever stands beside it, and a second import appends nothing.
    @Test(arguments: 1...12)
    func takesWhatIsGoodAndNamesTheRest(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let ledger = try TemporaryLedger()
        var (lines, bad): ([String], [Int64]) = ([], [])
        for number in 0..<Int.random(in: 1...60, using: &random) {
            if Int.random(in: 0..<4, using: &random) == 0 {
                lines.append(["{", "[]", "{\"type\":\"denied\"}", "\u{0}"].randomElement(using: &random) ?? "")
                bad.append(Int64(lines.count))
            } else {
                let document = Documents.published("story-\(number)".text)
                lines.append(String(decoding: document.bytes(pretty: false), as: UTF8.self))
            }
            if Int.random(in: 0..<5, using: &random) == 0 { lines.append(" ") }
        }
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let good = lines.filter { $0.contains("published") }.count
        let (first, refused) = try take(bytes, "a.ndjson", ledger)
        #expect(first.appended == good && first.refused == bad.count, "seed \(seed)")
        #expect(refused.map { $0.errors.first?["line"] } == bad.map { .integer($0) }, "seed \(seed)")
        let (second, _) = try take(bytes, "a.ndjson", ledger)
        #expect(second.appended == 0 && second.duplicate == good && second.refused == bad.count, "seed \(seed)")
        #expect(try ledger.open().size() == good)
    }

    /// A dry run says of each document what the import then does with it, and writes nothing.
    @Test(arguments: 1...12)
    func aDryRunCountsAsTheImportDoes(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let ledger = try TemporaryLedger()
        let lines = (0..<Int.random(in: 1...40, using: &random)).map { _ -> String in
            let story = "story-\(Int.random(in: 0..<9, using: &random))".text
            return switch Int.random(in: 0..<5, using: &random) {
            case 0: ["{", "[]", "{\"type\":\"updated\"}"].randomElement(using: &random) ?? ""
            case 1: String(decoding: Documents.updated(story, body: "New.").bytes(pretty: false), as: UTF8.self)
            default: String(decoding: Documents.published(story).bytes(pretty: false), as: UTF8.self)
            }
        }
        let paths = (0...1).map { ledger.file("\($0).ndjson") }
        for (path, part) in zip(paths, [lines.prefix(20), lines.dropFirst(20)]) {
            try Data(part.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
        }
        let store = try ledger.open()
        func run(_ body: (Importer) throws -> Void) throws -> (Importer.Summary, [[JSONObject]]) {
            let importer = Importer(store, source: "newsdesk")
            var errors: [[JSONObject]] = []
            importer.refuse = { errors.append($0.errors) }
            try body(importer)
            return (importer.summary, errors)
        }
        let files = paths.map { (path: $0, name: $0.text) }
        let (dry, said) = try run { try $0.dryRun(files) }
        #expect(try store.size() == 0)
        let (real, found) = try run { for file in files { try $0.take(file.path, named: file.name) } }
        #expect(dry.documents == real.documents && dry.refused == real.refused, "seed \(seed)")
        #expect(dry.appended == real.appended && dry.duplicate == real.duplicate, "seed \(seed)")
        #expect(dry.unchanged == real.unchanged && said == found, "seed \(seed)")
    }

    @Test func namesThePlaceInAnArray() throws {
        let ledger = try TemporaryLedger()
        let good = String(decoding: Documents.published().bytes(pretty: false), as: UTF8.self)
        let (summary, refused) = try take(Array("\u{FEFF}[\(good),\n  {\"type\": 7}, \n 8]".utf8), "a.json", ledger)
        #expect(summary.appended == 1 && summary.refused == 2)
        #expect(refused.last?.errors.first?["path"] == "$[2]")
        #expect(refused.last?.errors.first?["line"] == 3 && refused.last?.errors.first?["column"] == 2)
        #expect(refused.last?.document == Array("8".utf8) || refused.last?.document == Array(" \n 8".utf8))
    }

    @Test(arguments: ["", "\n\n", "[]"])
    func saysThatAFileIsEmpty(_ text: String) throws {
        let (summary, refused) = try take(Array(text.utf8), "a.json", try TemporaryLedger())
        #expect(summary.refused == 1 && refused.first?.errors.first?["code"] == "empty-file")
    }
}

extension String {
    fileprivate var text: Text { Text(self) }

    /// A table without a map is refused with the option that it wants, packed or not.
    @Test(arguments: ["x.csv", "x.tsv.gz", "x.TAB.zst"])
    func aTableWantsAMap(name: String) throws {
        let importer = Importer(try TemporaryLedger().open(), source: "newsdesk")
        do {
            try importer.take(name, named: "./\(name)".text)
            Issue.record("it was taken")
        } catch let error as ImportError {
            #expect(error.message == "\(name) has no known ending")
            #expect(error.remedy.contains("'storyledger import FILE --map MAP'"))
        }
    }

    /// The zone of the times of a table stands in its map, and so the advice says.
    @Test(arguments: [("2026-03-02T12:00", "name the 'zone'"), ("soon", "name its 'format' and 'zone'")])
    func adviceForATimeIsThatOfATable(time: String, advice: String) throws {
        let ledger = try TemporaryLedger()
        try Data("id,title,when\n1,A,\(time)\n".utf8).write(to: URL(fileURLWithPath: ledger.file("r.csv")))
        let map = try ImportMap(Array("story: id\nheadline: title\nbody: title\ntime: when\n".utf8), path: "m.yaml")
        let importer = Importer(try ledger.open(), source: "newsdesk")
        var refused: [RefusedDocument] = []
        importer.refuse = { refused.append($0) }
        try importer.take(rowsOf: ledger.file("r.csv"), named: "./r.csv", map, mapPath: "m.yaml")
        let remedies = refused.flatMap(\.errors).compactMap { $0["remedy"]?.text?.string }
        #expect(remedies.count == 1 && remedies.allSatisfy { $0.contains(advice) && !$0.contains("{") }, "\(remedies)")
    }
}
