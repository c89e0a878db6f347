import Testing

@testable import ProseDiff
@testable import ProseRendering

@Suite("A careful editor's page")
struct EditorsPageTests {
    @Test(arguments: EditorsPage.edits)
    func saysWhatAnEditorWouldSay(edit: EditorsPage.Edit) {
        let old = Array(edit.old.utf8)
        let new = Array(edit.new.utf8)
        let comparison = compare(old, new)
        var options = Rendering.Options()
        options.context = nil
        options.showsNoise = true
        #expect(Rendering.inline(comparison, old: old, new: new, options: options) == edit.shown)
        var marks: Comparison.Marks = []
        for operation in comparison.operations { marks.formUnion(operation.marks) }
        #expect(marks.names.joined(separator: " ") == edit.marks)
        #expect(comparison.counts.summary == edit.counts)
    }
}

extension Comparison.Counts {
    /// Sentences, then words: added, removed, changed, moved.
    var summary: String {
        [sentences, words].map { "+\($0.added) -\($0.removed) ~\($0.changed) >\($0.moved)" }.joined(separator: ", ")
    }
}
