import CanonicalJSON
import MerkleLog
import ProseDiff

@testable import Import
@testable import LedgerService
@testable import Monitoring

extension FuzzedParser {
    static let configuration = FuzzedParser(
        name: "configuration",
        seeds: [
            configured("config/storyledger.yaml"),
            bytes("inbox:\n  settle: 2s\n  sources:\n    cms: {as: [a, b], edits: [\"*\"]}\nlog:\n  level: info\n"),
            bytes("inbox: &a\n  settle: 1s\narchive: *a\nquarantine:\n  <<: *a\n"),
        ],
        read: { input in
            guard let text = String(validating: input, as: UTF8.self) else { return nil }
            let file = ConfigurationFile(path: "F", yaml: text)
            for fault in file.faults { _ = "\(fault)" }
            return nil
        }, hasEncoder: false)

    static let importMaps = FuzzedParser(
        name: "import maps",
        seeds: [
            bytes(
                """
                format: csv
                delimiter: ";"
                columns: [article, saved, title, text, authors, remark]
                story: article
                time: {from: saved, format: "%d.%m.%Y %H:%M", zone: Europe/Oslo}
                headline: title
                body: text
                byline: {from: authors, split: ";"}
                type: {from: article, values: {a: published, b: updated}, default: published}
                note: remark
                """)
        ],
        read: { input in
            do throws(ImportMapFaults) { _ = try ImportMap(input, path: "F") } catch {
                for fault in error.all { _ = "\(fault)" }
            }
            return nil
        }, hasEncoder: false)

    static let tables = FuzzedParser(
        name: "tables",
        seeds: [bytes("id,date,\"a \"\"b\"\"\"\r\n1,2,\"c\nd\"\n\n3,,\n"), bytes("\u{FEFF}a\tb\nc\td")],
        read: { input in
            for (delimiter, hasQuotes) in [(UInt8(ascii: ","), true), (UInt8(ascii: "\t"), false)] {
                var cutter = RowCutter(input, delimiter: delimiter, hasQuotes: hasQuotes, longest: 1000) { _ in [] }
                for _ in 0..<100_000 {
                    do throws(RowFault) {
                        guard let row = try cutter.row() else { break }
                        for place in row.cells.indices { _ = row.text(place, hasQuotes: hasQuotes) }
                    } catch {}
                }
            }
            return nil
        }, hasEncoder: false)

    static let knownLogs = FuzzedParser(
        name: "known logs",
        seeds: [
            bytes(#"{"checkpoints":["#) + JSON.string(Text(String(decoding: note, as: UTF8.self))).canonicalBytes
                + bytes(#"],"earlier":[],"keys":["#) + bytes("\"") + evidence("key").filter { $0 != 0x0A } + bytes("\"")
                + bytes(#"],"origin":"test.example/ledger"}"#)
        ],
        read: { input in
            KnownLog(line: input).map { log in
                _ = log.checkpoints
                return log.line.dropLast()
            }
        })

    static let statements = FuzzedParser(
        name: "statements",
        seeds: [
            bytes(#"{"position":3,"statement":"#)
                + JSON.string(Text(String(decoding: succession, as: UTF8.self))).canonicalBytes
                + bytes("}\n")
        ],
        read: { input in
            _ = try? StatementFile.read(input)
            return nil
        }, hasEncoder: false)

    // MARK: Text

    /// The reader of values, and a comparison with what the text was.
    static let numbers = FuzzedParser(
        name: "numbers",
        seeds: [
            "It cost $5m, -\u{20AC}1.2 billion or 40 000 km at 10:15 p.m. on 3 October 2026, twenty-one people said.",
            "2026年10月3日に24億5000万円、−3%、三点五亿。", "Am 3. Mai um 18.30 Uhr kostete es 1,5 Mio. Euro.", "٢٥٠ مليون دولار",
        ].map(bytes),
        read: { input in
            for language in [nil, "en", "de", "zh", "fr"] {
                let tokens = ReadToken.all(in: input, language: language)
                precondition(tokens.allSatisfy { $0.range.upperBound <= input.count && !$0.range.isEmpty })
                var options = Comparison.Options()
                options.language = language
                let head = Array(input.prefix(2000))
                _ = compare(Array(head.dropFirst(7)), head, options: options)
            }
            return nil
        }, hasEncoder: false)
}
