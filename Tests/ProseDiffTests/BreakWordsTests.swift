import Testing

@testable import ProseDiff
@testable import ProseRendering

@Suite("Words beside a blank line or the end of a sentence")
struct BreakWordsTests {
    @Test(arguments: [
        (
            "He told the Ferry.\n\nAccording to Ben Cole, it was so.",
            "He told the Ferry. Works denies it.\n\nBen Cole, it was so.",
            "He told the Ferry.{+ Works denies it.+}\n\n[-According to -]Ben Cole, it was so."
        ),
        (
            "He told the Ferry. Works denies it.\n\nBen Cole, it was so.",
            "He told the Ferry.\n\nAccording to Ben Cole, it was so.",
            "He told the Ferry.[- Works denies it.-]\n\n{+According to +}Ben Cole, it was so."
        ),
        (
            "The town has a port. It costs $5m.", "The town has a port. It costs £5 million. Shares fell on Monday.",
            "The town has a port. It costs [-$5m-]{+£5 million+}.{+ Shares fell on Monday.+}"
        ),
        (
            "The town has a port. It costs £5 million. Shares fell on Monday.", "The town has a port. It costs $5m.",
            "The town has a port. It costs [-£5 million-]{+$5m+}.[- Shares fell on Monday.-]"
        ),
    ])
    func stayWhereTheyAre(old: String, new: String, shown: String) {
        var options = Rendering.Options()
        options.context = nil
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        #expect(Rendering.inline(compare(old, new), old: old, new: new, options: options) == shown)
    }
}
