import CanonicalJSON
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

/// What a person types as a value is what is recorded, or the refusal names its place: YAML drops nothing unseen.
struct FrontMatterWrittenTests {
    private let head = "---\ntype: updated\nstory: s\ntime: 2026-03-02T17:20:00Z\n"

    /// The sign, its line and its column.
    @Test(arguments: [
        ("section: ! x", "'!' is a tag", 5, 10), ("section: !x y", "'!x' is a tag", 5, 10),
        ("section: !!str 5", "'!!str' is a tag", 5, 10), ("section: !", "'!' is a tag", 5, 10),
        ("section: &a", "'&a' is an anchor", 5, 10), ("section: #a", "'#a' is a comment", 5, 10),
        ("section: a\u{2028}b", "U+2028 ends the line", 5, 11),
        ("section: \"\u{E9}\u{85}b\"", "U+0085 ends the line", 5, 12),
        ("section: &a x", "'&a' is an anchor", 5, 10), ("note: &n\n  text: a", "'&n' is an anchor", 5, 7),
        ("section: &a x\ndek: *a", "'&a' is an anchor", 5, 10), ("! section: x", "'!' is a tag", 5, 1),
        ("keywords: !x [a]", "'!x' is a tag", 5, 11), ("keywords: [!x a]", "'!x' is a tag", 5, 12),
        ("keywords:\n  - &b c", "'&b' is an anchor", 6, 5), ("section: !x 'y'", "'!x' is a tag", 5, 10),
        ("section: !x |\n  y", "'!x' is a tag", 5, 10), ("? section\n: x", "'?' is the sign of a name", 5, 1),
        ("section: x\n...", "'...' is the end of the front matter", 6, 1),
        ("section: 'No' #deal", "'#deal' is a comment", 5, 15), ("section: | # x\n  y", "'# x' is a comment", 5, 12),
        ("section: Tram becomes line\n  #7 in May", "'#7 in May' is a comment", 6, 3),
        ("section: \"No\"\n  #deal", "'#deal' is a comment", 6, 3), ("keywords: [a] # b", "'# b' is a comment", 5, 15),
        ("section: ~", "'~' is null", 5, 10), ("section:", "the value is empty", 5, 9),
        ("extra: {a: }", "the value is empty", 5, 12),
    ])
    func whatYAMLWouldDropIsRefused(matter: String, message: String, line: Int, column: Int) {
        let refusals = readAll("\(head)\(matter)\n---\nb", format: .frontMatter).refusals
        #expect(refusals.map(\.code) == [.badFrontMatter])
        #expect(refusals.first?.message.contains(message) == true, "\(refusals)")
        #expect(refusals.first?.position == SourcePosition(line: line, column: column))
    }

    /// A backslash is itself within single quotes, and what follows the quotes is seen.
    @Test func aBackslashEndsNoSingleQuotes() throws {
        let (documents, refusals) = readAll("\(head)section: 'C:\\temp\\'\n---\nb", format: .frontMatter)
        #expect(refusals == [])
        #expect(documents.first?.data["section"] == "C:\\temp\\")
        let comment = readAll("\(head)section: 'C:\\' # 'x'\n---\nb", format: .frontMatter).refusals
        #expect(comment.first?.message.contains("'# 'x'' is a comment") == true, "\(comment)")
        #expect(comment.first?.position == SourcePosition(line: 5, column: 16))
    }

    @Test(arguments: [
        "yes", "No", "on", "True", "NULL", "Null", "12:30", "1:2:3", "0x10", "0o17", "017", "1_000", "1.50", "1e3",
        ".inf",
        ".nan", "+5", "-0", "2026-03-02", "2026-03-02 17:20", "=", "<<", "-x", "--", "---x", "... x", "?x", ":x",
        "x :y", "x# y",
        "R&D", "a*b", "5!", "50%", "a | b", "a > b", "x, y", "a\u{A0}b", "e\u{301}", "a  b", "C:\\temp", "it's",
        "9007199254740993",
    ])
    func plainTextIsRecordedAsWritten(value: String) throws {
        let (documents, refusals) = readAll("\(head)section: \(value)\n---\nb", format: .frontMatter)
        #expect(refusals == [])
        #expect(documents.first?.data["section"] == .string(Text(value)))
    }

    @Test(arguments: [
        "# a line", "section: x\n# a line\ndek: y", "keywords:\n  # a line\n  - a\n  # another\n  - b",
        "section: 'a #7'",
        "section: >-\n  a #7\n  # 8\n# a line\ndek: y", "section: |2\n     a\n   ! b\ndek: x",
        "section: 'it''s'\ndek: \"a \\\" # b\"",
        "section: long\n  and ! longer\ndek: y", "claims:\n- id: c1\n  text: |\n    a & b\n\n    ! c\n  by: A",
        "section: \"a\n  # b\"",
    ])
    func otherSignsArePartsOfValues(matter: String) {
        #expect(readAll("\(head)\(matter)\n---\nb", format: .frontMatter).refusals == [])
    }

    /// A text that YAML reads as a list or a map: the advice is quotes, and with them it is recorded as it was typed.
    @Test(
        arguments: [
            "[Live]", "{a}", "{a: b}", "[]", "{}", "[a, b]", "{a, b}", "{\"a\"}", "[{a}]", "['x']", "{a: }", "{[a]: b}",
            "{a: b, a: c}", "{a: b, a: }", "[[a]]", "{'it': \"a\\b\"}", "[Live", "[Live]: now", "{a}: b", "a: b",
        ], ["section: ", "keywords:\n  - "])
    func theAdviceForATextLikeAListIsQuotes(value: String, place: String) throws {
        let refusals = readAll("\(head)\(place)\(value)\n---\nb", format: .frontMatter).refusals
        let remedy = try #require(refusals.first).remedy
        let quoted: String
        if remedy.contains("and '' for each ' within it") {
            quoted = "'" + value.replacing("'", with: "''") + "'"
        } else if remedy.contains("wants \" before") {
            quoted = "\"" + value + "\""
        } else {
            #expect(remedy.contains("wants ' before") || remedy.contains("quotes"), "\(remedy)")
            quoted = "'" + value + "'"
        }
        let (documents, further) = readAll("\(head)\(place)\(quoted)\n---\nb", format: .frontMatter)
        #expect(further == [])
        let text = documents.first?.data["section"] ?? documents.first?.data["keywords"]
        #expect(text == .string(Text(value)) || text == .array([.string(Text(value))]))
    }

    @Test func aNoteInBracketsMayBeAText() throws {
        let refusals = readAll("\(head)note: {fixed: typo}\n---\nb", format: .frontMatter).refusals
        let unknown = try #require(refusals.first { $0.code == .unknownField })
        #expect(
            unknown.remedy.hasSuffix(
                "a value that begins with { wants ' before and behind the whole of it, if it is a text"))
    }

    /// A comment hides the end of a list, or nobody wrote it: what is missing is said, at its place.
    @Test(arguments: [
        ("keywords: [tram, line #7]", "'#7]' is a comment", 5, 23, "put the item in quotes"),
        ("keywords: [tram, line #7]\nsection: x", "'#7]' is a comment", 5, 23, "put the item in quotes"),
        ("keywords: ['a #1', \"b #2\", c #3]", "'#3]' is a comment", 5, 30, "put the item in quotes"),
        ("keywords: [Zürich, l'eau #7]", "'#7]' is a comment", 5, 26, "put the item in quotes"),
        ("keywords: [tram, rail", "no end", 5, 11, "write ] at the end of it"),
        ("keywords: [tram, rail\nsection: x", "no end", 5, 11, "write ] at the end of it"),
        ("extra: {a: b\nsection: x", "no end", 5, 8, "write } at the end of it"),
        ("section: [Live", "no end", 5, 10, "write ] at the end of it"),
    ])
    func aListWithoutItsEndIsRefusedWhereItIsLost(
        matter: String, message: String, line: Int, column: Int, remedy: String
    ) throws {
        let refusal = try #require(readAll("\(head)\(matter)\n---\nb", format: .frontMatter).refusals.first)
        #expect(refusal.code == .badFrontMatter)
        #expect(refusal.message.contains(message), "\(refusal)")
        #expect(refusal.position == SourcePosition(line: line, column: column))
        let text = "; or, if it is a text: a value that begins with"
        #expect(refusal.remedy.hasPrefix(remedy + text), "\(refusal.remedy)")
    }

    private let runs = Int(ProcessInfo.processInfo.environment["STORYLEDGER_RUNS"] ?? "") ?? 1_500

    /// Values of signs and words, plain, over two lines, and in quotes.
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func whatIsTypedIsRecordedOrRefusedInItsLines(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let signs = Array("!&*%?|>@`#-:,[]{}'\"~=<.+\\/0").map(String.init)
        let words = [
            "Tram", "line", "7", "No", "null", "true", "é", "日本", "\u{201C}Hi\u{201D}", "a&b", "!!", "<<", "--", "...",
        ]
        var (taken, refused) = (0, 0)
        for _ in 0..<runs {
            let count = Int.random(in: 1...5, using: &random)
            var typed = ""
            for index in 0..<count {
                if index > 0 { typed += ["", " ", " ", "\n  ", "  "].randomElement(using: &random)! }
                typed += (Bool.random(using: &random) ? signs : words).randomElement(using: &random)!
            }
            let (documents, refusals) = readAll("\(head)section: \(typed)\ndek: d\n---\nb", format: .frontMatter)
            guard let document = documents.first else {
                refused += 1
                let lines = 5...(6 + typed.count { $0 == "\n" })
                #expect(
                    refusals.allSatisfy { $0.position.map { lines.contains($0.line) } == true },
                    "\(seed): \(typed) \(refusals)")
                continue
            }
            taken += 1
            #expect(document.data["dek"] == "d", "\(seed): \(typed)")
            var section = document.data["section"]
            if let sign = typed.first, ">|".contains(sign), var text = section?.text?.string {
                while text.last == "\n" { text.removeLast() }
                section = .string(Text(text))
            }
            #expect(section == expected(typed), "seed \(seed): \(typed)")
        }
        #expect(taken > 50 && refused > 50)
    }

    /// The plain oracle: lines are joined by a space; a value in quotes is what is between them.
    private func expected(_ typed: String) -> JSON {
        let lines = typed.split(separator: "\n", omittingEmptySubsequences: false)
        let joined = lines.map { line in
            var line = line.drop { $0 == " " }
            while line.last == " " { line.removeLast() }
            return String(line)
        }.joined(separator: " ")
        if let sign = joined.first, sign == ">" || sign == "|", let end = typed.firstIndex(of: "\n") {
            // What is below the sign, with or without its line end.
            let text = typed[typed.index(after: end)...].split(separator: "\n").map { String($0.drop { $0 == " " }) }
            return .string(Text(text.joined(separator: sign == ">" ? " " : "\n")))
        }
        switch joined {
        case "null": return .null
        case _ where joined.hasPrefix("'"):
            return .string(Text(String(joined.dropFirst().dropLast()).replacing("''", with: "'")))
        case _ where joined.hasPrefix("\""):
            let inner = String(joined.dropFirst().dropLast())
            let kept = inner.replacing("\\\\", with: "\u{1}").replacing("\\\"", with: "\"").replacing("\\/", with: "/")
                .replacing("\\0", with: "\0")
            return .string(Text(kept.replacing("\u{1}", with: "\\")))
        default: return .string(Text(joined))
        }
    }
}
