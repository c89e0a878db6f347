import Testing

@testable import ProseDiff
@testable import ProseRendering

@Suite("Splits and joins of paragraphs")
struct ParagraphCutsTests {
    @Test(arguments: 0..<200)
    func everySplitAndJoinIsAnOperationOfItsOwn(seed: Int) {
        for faults in [SplitPair(seed: UInt64(seed)), SplitPair(seed: UInt64(seed), edits: 0)].map(\.faults) {
            #expect(faults == [], "seed \(seed)")
        }
    }

    @Test(
        arguments: [
            ("One two. Three four.", "One two.\n\nThree four.", "One two.[¶ split]\n\nThree four."),
            ("One two.\n\nThree four.", "One two. Three four.", "One two.[¶ joined] Three four."),
            ("一人死亡。二人受伤。", "一人死亡。\n\n二人受伤。", "一人死亡。[¶ split]\n\n二人受伤。"),
        ])
    func aCutAloneIsShownByItsSign(old: String, new: String, page: String) {
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        let comparison = compare(old, new)
        #expect(comparison.isNoise == (old.first! < 0x80))
        var options = Rendering.Options()
        options.context = nil
        #expect(Rendering.inline(comparison, old: old, new: new, options: options) == page)
    }

    @Test func everyViewShowsAWordChangedBesideASplit() {
        let old = Array("The ferry sails at noon. The crew had six men.".utf8)
        let new = Array("The ferry sails at noon.\n\nThe crew had nine men.".utf8)
        let comparison = compare(old, new)
        #expect(comparison.operations.map(\.kind) == [.equal, .split, .replace])
        #expect(comparison.counts.words.changed == 1)
        let inline = Rendering.inline(comparison, old: old, new: new)
        #expect(inline == "The ferry sails at noon.[¶ split]\n\nThe crew had [-six-]{+nine+} men.")
        #expect(Rendering.sideBySide(comparison, old: old, new: new).contains(" ¶ [¶ split]\n"))
        let html = Rendering.html(comparison, old: old, new: new)
        #expect(html.contains(#"<span class="cut">[¶ split]</span></p>"#))
        #expect(comparison.records(old: old, new: new)[1].op == "split")
        #expect(comparison.records(old: old, new: new)[1].newText == "\n\n")
    }

    @Test(
        arguments: [
            ("One two three.", "One two three.\n\nFour five six."),
            ("One two three.\n\nFour five six.", "One two three."),
            ("One two three. Four five six.", "One two three.\n\nSeven eight nine."),
        ])
    func aParagraphThatCameOrWentIsNoCut(old: String, new: String) {
        let comparison = compare(Array(old.utf8), Array(new.utf8))
        #expect(!comparison.finestOperations.contains { $0.kind == .split || $0.kind == .join })
    }
}
