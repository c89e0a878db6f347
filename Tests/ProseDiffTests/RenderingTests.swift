import Testing

@testable import ProseDiff
@testable import ProseRendering

@Suite("Rendering")
struct RenderingTests {
    private let old = Array("One is here. Two is here.\n\nThe cat sat.\n\nThree. Four is. Five was.".utf8)
    private let new = Array("One is here. Two is here.\n\nThe <dog> sat.\n\nThree. Four is. Five was.".utf8)

    @Test func inlineFoldsLongStretches() {
        #expect(
            Rendering.inline(compare(old, new), old: old, new: new)
                == """
                One is here. Two is here.

                The [-cat-]{+<dog>+} sat.

                Three.
                ... 2 unchanged sentences ...

                """)
    }

    @Test func inlineColoursAndMarks() {
        var options = Rendering.Options()
        options.usesColour = true
        let text = Rendering.inline(compare(old, new), old: old, new: new, options: options)
        #expect(text.contains("The \u{1B}[31;9m[-cat-]\u{1B}[0m\u{1B}[32;4m{+<dog>+}\u{1B}[0m sat."))
    }

    @Test func numbersNamesAndQuotationsWithinASentenceStandOut() {
        let old = Array("The fire killed 14 people, police said.".utf8)
        let new = Array("The fire killed 16 people, police said. Ana Quell saw it.".utf8)
        var options = Rendering.Options()
        options.usesColour = true
        let comparison = compare(old, new)
        let text = Rendering.inline(comparison, old: old, new: new, options: options)
        #expect(text.contains("\u{1B}[1m\u{1B}[31;9m[-14-]\u{1B}[0m\u{1B}[1m\u{1B}[32;4m{+16+}\u{1B}[0m"))
        #expect(text.hasSuffix("said.\u{1B}[32;4m{+ Ana Quell saw it.+}\u{1B}[0m"))
        let html = Rendering.html(comparison, old: old, new: new)
        #expect(
            html.contains(
                "<del class=\"number grave\">14</del><ins class=\"number grave\"><span data-mark=\"number\">16</span></ins>"
            ))
        #expect(html.contains("<ins class=\"name\"> Ana Quell saw it.</ins>"))
    }

    /// A blank line parts what one parts in the texts, changed or not, and nothing else does.
    @Test func sideBySidePartsParagraphs() {
        let whole = Array("One first.\n\nTwo is old.\n\nThree third.\n\nFour is old.\n\nFive.".utf8)
        let edited = Array("One first.\n\nTwo is new.\n\nThree third.\n\nFour is new.\n\nFive.".utf8)
        let rows = Rendering.sideBySide(compare(whole, edited), old: whole, new: edited).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(rows.map(\.isEmpty) == [false, true, false, true, false, true, false, true, false, true])
        let old = Array("The cat sat.\n\nThe dog ran off.\n\nIt rained.".utf8)
        let new = Array("The cow sat.\n\nThe dog ran away.\n\nIt snowed.".utf8)
        let page = Rendering.sideBySide(compare(old, new), old: old, new: new)
        #expect(!page.contains("\n\n\n") && !page.contains("\n                                        \n"), "\(page)")
        #expect(page.split(separator: "\n", omittingEmptySubsequences: false).count == 6, "\(page)")
    }

    @Test func noiseIsHiddenUnlessAskedFor() {
        let old = Array("It's late.".utf8)
        let new = Array("It’s late.".utf8)
        let comparison = compare(old, new)
        #expect(comparison.isNoise && !comparison.isEqual)
        #expect(Rendering.inline(comparison, old: old, new: new) == "It’s late.")
        var options = Rendering.Options()
        options.showsNoise = true
        #expect(Rendering.inline(comparison, old: old, new: new, options: options) == "[-It's-]{+It’s+} late.")
    }

    @Test func controlsReachNoTerminal() {
        for text in Hostile.texts {
            let comparison = compare([], text)
            for shown in [
                Rendering.inline(comparison, old: [], new: text),
                Rendering.sideBySide(comparison, old: [], new: text),
                Rendering.html(comparison, old: [], new: text),
            ] {
                let unsafe = shown.unicodeScalars.contains { scalar in
                    scalar.value < 0x20 && scalar != "\n" || (0x7F..<0xA0).contains(scalar.value)
                        || (0x202A...0x202E).contains(scalar.value)
                }
                #expect(!unsafe, "\(text)")
            }
        }
    }

    /// One that shows nothing might make a name look like another; those that shape letters and signs stay.
    @Test func whatShowsNothingIsNamed() {
        let hidden: [UInt32] = [0xAD, 0x200B, 0x2060, 0x3164, 0xFEFF, 0xE0041]
        for value in hidden {
            let new = Array("a\(UnicodeScalar(value)!)b".utf8)
            let shown = Rendering.inline(compare([], new), old: [], new: new)
            #expect(shown.contains("a<U+\(String(value, radix: 16, uppercase: true).leftPadded)>b"), "\(shown)")
        }
        for stays in ["\u{200C}", "\u{200D}", "\u{FE0F}", "\u{301}"] {
            let new = Array("a\(stays)b".utf8)
            #expect(Rendering.inline(compare([], new), old: [], new: new).contains("a\(stays)b"))
        }
    }

    @Test func unifiedIsWhatPatchReads() {
        let old = Array("a\nb\nc\nd\ne\nf\ng\nh\ni".utf8)
        let new = Array("a\nB\nc\nd\ne\nf\ng\nh\ni\n".utf8)
        #expect(
            String(decoding: Rendering.unified(old: old, new: new, context: 1), as: UTF8.self)
                == """
                --- old
                +++ new
                @@ -1,3 +1,3 @@
                 a
                -b
                +B
                 c
                @@ -8,2 +8,2 @@
                 h
                -i
                \\ No newline at end of file
                +i

                """)
        #expect(Rendering.unified(old: old, new: old).isEmpty)
        #expect(
            String(decoding: Rendering.unified(old: [], new: [0x61, 0x0A]), as: UTF8.self).contains("@@ -0,0 +1 @@"))
    }

    @Test func theOldTextOfAMoveStandsOnce() {
        let first = "The ferry to the island left the harbour at 12 o'clock with all lights on."
        let other = "Some thirty people waited for it on the pier and went home in the rain."
        let (old, new) = ("\(first)\n\n\(other)", "\(other)\n\n\(first.replacing("12", with: "14"))")
        var options = Rendering.Options()
        options.width = 200
        let page = Rendering.sideBySide(
            compare(Array(old.utf8), Array(new.utf8)), old: Array(old.utf8), new: Array(new.utf8), options: options)
        #expect(page.contains("[moved away 1] \(first.replacing("12", with: "[-12-]"))"))
        #expect(page.split(separator: "[-12-]", omittingEmptySubsequences: false).count == 2)
        #expect(page.contains("~ [moved here 1] \(first.replacing("12", with: "{+14+}"))"))
    }

    @Test func columnsKeepTheirWidth() {
        let old = Array("市長は金曜日に辞任した。それから議会は長いあいだ沈黙した。".utf8)
        let new = Array("市長は月曜日に辞任した。それから議会は👩‍👩‍👧と沈黙した。".utf8)
        var options = Rendering.Options()
        options.width = 31
        let page = Rendering.sideBySide(compare(old, new), old: old, new: new, options: options)
        for line in page.split(separator: "\n") {
            #expect(Columns.width(of: line) <= 31)
            #expect(Columns.width(of: line[..<(line.firstIndex(of: "|") ?? line.startIndex)]) == 15)
        }
    }

    @Test func htmlIsEscapedAndNested() {
        #expect(
            Rendering.html(compare(old, new), old: old, new: new)
                == """
                <p dir="auto">One is here. Two is here.</p>
                <p dir="auto">The <del>cat</del><ins>&lt;dog&gt;</ins> sat.</p>
                <p dir="auto">Three.</p>
                <details class="fold"><summary>2 unchanged sentences</summary>
                <p dir="auto">Four is. Five was.</p>
                </details>

                """)
    }

    @Test func htmlLinksTheEndsOfAMove() {
        let old = Array("A first paragraph is here.\n\nB second one is here.\n\nC third one is here too.".utf8)
        let new = Array("C third one is here too.\n\nA first paragraph is here.\n\nB second one is here.".utf8)
        let html = Rendering.html(compare(old, new), old: old, new: new, prefix: "m\" onload=")
        #expect(html.contains("<a href=\"#monload-1-from\">"))
        #expect(html.contains("<del class=\"moved\" id=\"monload-1-from\">"))
    }

    @Test func recordsHoldWhatPatchingNeeds() {
        let records = compare(old, new).records(old: old, new: new)
        #expect(records.map(\.op) == ["equal", "replace", "equal"])
        #expect(records[1].operations?.map(\.newText) == [nil, "<dog>", nil])
        #expect(records[1].old == [27, 39])
    }
}

extension String {
    /// Four digits at least.
    fileprivate var leftPadded: String { String(repeating: "0", count: max(0, 4 - count)) + self }
}
