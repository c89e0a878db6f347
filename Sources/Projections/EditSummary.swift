import ProseDiff

extension Edit {
    /// The edit in one line: "headline, body; two numbers, one quotation; note covers one of three".
    ///
    /// nil for the first version, and when withheld text hides the change.
    public var summary: String? {
        guard version.number > 1, version.withheld == nil else { return nil }
        let names = version.changed.map(\.string).joined(separator: ", ")
        var what = isNoise ? "white space and typography only" : changes.joined(separator: ", ")
        if !hidden.isEmpty { what += (what.isEmpty ? "" : ", ") + "beside text that was withheld" }
        return [names, what, noteSummary].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// How many changes have each mark; the number of changed sentences when none has a mark.
    private var changes: [String] {
        let leaves = fields.flatMap(\.comparison.finestOperations).filter { $0.kind != .equal }
        func count(_ marks: Comparison.Marks) -> Int {
            leaves.count { !$0.marks.isDisjoint(with: marks) }
        }
        func count(_ kind: Comparison.Operation.Kind) -> Int { leaves.count { $0.kind == kind } }
        let marked = [
            (count([.number, .numberWord]), "number", "numbers"), (count(.name), "name", "names"),
            (count(.quotation), "quotation", "quotations"), (count(.speaker), "speaker", "speakers"),
            (count(.negation), "negation", "negations"), (count(.hedge), "hedge", "hedges"),
            (count(.attribution), "attribution", "attributions"),
        ].filter { $0.0 > 0 }
        let sentences = counts.sentences
        let told = sentences.added + sentences.removed + sentences.changed
        let plain = marked.isEmpty && told > 0 ? [(told, "sentence", "sentences")] : []
        let places = [
            (sentences.moved, "sentence moved", "sentences moved"),
            (count(.split), "paragraph split", "paragraphs split"),
            (count(.join), "pair of paragraphs joined", "pairs of paragraphs joined"),
        ].filter { $0.0 > 0 }
        return (marked + plain + places).map { "\(Self.words(for: $0.0)) \($0.0 == 1 ? $0.1 : $0.2)" }
    }

    private var noteSummary: String {
        guard version.note != nil else { return "no note" }
        let note = version.isAnnounced ? "note" : "note that readers do not see"
        guard let coverage else { return note }
        let (covered, all) = (coverage.covered.count, coverage.covered.count + coverage.leftOut.count)
        if covered == all {
            let changes = all == 1 ? "the change" : all == 2 ? "both" : "all \(Self.words(for: all))"
            return "\(note) covers \(changes)"
        }
        return
            "\(note) covers \(covered == 0 ? "none" : Self.words(for: covered)) of \(Self.words(for: all))"
    }

    /// A count, as a word up to twelve.
    private static func words(for count: Int) -> String {
        let words = [
            "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve",
        ]
        return words.indices.contains(count) ? words[count] : String(count)
    }
}
