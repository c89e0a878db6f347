import Foundation
import ProseRendering
import Testing

@testable import AuditSite

@Suite("The words of pages stand in one table") struct WordsTests {
    /// Names of elements, attributes, classes, parameters, fields and kinds: none of them is read by people.
    private static let names = Set(
        """
        UTC act action alert all alternate application/atom+xml application/feed+json aria-current aria-label
        article as-of asked at auto autocomplete axis backdated before begun between blame body box bundle button case
        datalist extent list max min near- number start
        change checkbox checked circle claim claim- claims clarification class code col contested correction
        corrections cx cy data-bundle data-key datetime day dd declined defer dek del denials denied details dir
        div dl dot drift dt empty end erased events facts false figcaption figure filters foot footer form from
        gap get group hash head header headline height hidden hold hole hops href html id inline input ins it
        key keys kicker kill label lane lang language late latest leftout li line link main mark method middle
        moment more move- name nav next no-response noise noscript note numbers of off ol open option outOfOrder
        page partly-denied parts party path picture place placeholder plain position pre prev proof prose
        published publisher quiet recorded rect rel requests reversed role row rows save scope screen script search
        section told select selected side-by-side sides silent silentEdits since size skip snippet source span
        spellcheck src standing statement status steps stories story strip stylesheet summary svg tabindex table
        tbody td terms text text-anchor textarea th thead time title to top tr type ul until update value version
        versions view viewBox warn whole wide width withheld yes zone hint scroller region role tabindex notes compare rtl
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Several names, and what is typed.
    private static let others: Set = [
        "alert hole",
        "alert warn",
        "claims plain",
        "dot noise",
        "dot silent",
        "key quiet",
        "mark denial",
        "mark grave",
        "mark open",
        "mark party",
        "filters compare",
        "hint narrow",
        "moves plain",
        "plain notes",
        "note silent",
        "plain log",
        "plain requests",
        "plain timeline",
        "storyledger check-bundle bundle.json --key VERIFIER-KEY",
        "storyledger check-proof proof.tlog-proof --key VERIFIER-KEY",
        "timeline plain",
    ]

    private static let files = ["Pages", "Pictures"].flatMap { folder in
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/AuditSite/\(folder)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: sources.path)) ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().map { sources.appending(path: $0) }
    }

    /// The table itself, and a block of data for programs.
    private static let exempt = ["Words.swift", "PageWords.swift", "StructuredData.swift"]

    @Test func pagesHaveNoWordsOfTheirOwn() throws {
        #expect(Self.files.count > 20)
        var strangers: [String] = []
        for file in Self.files where !Self.exempt.contains(file.lastPathComponent) {
            for literal in SwiftLiterals(in: try String(contentsOf: file, encoding: .utf8)).found {
                let text = literal.trimmingCharacters(in: .whitespaces)
                guard text.firstRange(of: /[A-Za-z]{2}/) != nil, !text.hasPrefix("<"), !text.hasPrefix("#"),
                    !text.hasPrefix("/"), !Self.names.contains(text), !Self.others.contains(text)
                else { continue }
                strangers.append("\(file.lastPathComponent): \(text)")
            }
        }
        #expect(strangers.isEmpty, "move them to Words, unless nobody reads them: \(strangers)")
    }

    @Test func literalsAreFoundWithinOthers() {
        let source = #"""
            let a = "one \(b ? "two" : c("three")) four" // "five"
            """#
        #expect(SwiftLiterals(in: source).found == ["two", "three", "one  four"])
    }

    @Test(arguments: [
        (Phrase("plain"), ["x"], "plain"), (Phrase("{1} of {2}"), ["3", "4"], "3 of 4"),
        (Phrase("{2} vor {1}"), ["a", "b"], "b vor a"), (Phrase("{1} and {1}"), ["a"], "a and a"),
        (Phrase("{3}"), ["a"], ""), (Phrase("{x} {"), ["a"], "{x} {"),
    ]) func aPhraseHasItsPlaces(phrase: Phrase, values: [String], text: String) {
        let all = values + Array(repeating: "", count: 2 - min(2, values.count))
        #expect(phrase(all[0], all[1]) == text)
    }

    @Test func aPhraseEscapesNothingTwice() {
        var page = Markup()
        Phrase("a < {1}").write(&page) { $0.element("b", "&") }
        #expect(String(decoding: page.bytes, as: UTF8.self) == "a &lt; <b>&amp;</b>")
    }
}

/// The literals of strings in Swift source, without what is interpolated.
private struct SwiftLiterals {
    private(set) var found: [String] = []
    private let source: [Character]
    private var place = 0

    init(in text: String) {
        source = Array(text)
        readCode(until: nil)
    }

    private mutating func readCode(until end: Character?) {
        var depth = 0
        while place < source.count {
            let character = source[place]
            place += 1
            if character == "\"" {
                readLiteral()
            } else if character == "/", place < source.count, source[place] == "/" {
                while place < source.count, source[place] != "\n" { place += 1 }
            } else if character == "(" {
                depth += 1
            } else if character == ")" {
                if depth == 0, end != nil { return }
                depth -= 1
            }
        }
    }

    private mutating func readLiteral() {
        var text = ""
        while place < source.count, source[place] != "\"" {
            if source[place] == "\\", place + 1 < source.count {
                place += 2
                if source[place - 1] == "(" { readCode(until: ")") }
            } else {
                text.append(source[place])
                place += 1
            }
        }
        place += 1
        found.append(text)
    }
}
