import CanonicalJSON
import ProseDiff
import StoryEvents

extension Edit {
    /// The edit in one line: "headline, body; one sentence added; two numbers; note covers one of three".
    ///
    /// nil for the first version, and when withheld text hides the change.
    public var summary: String? {
        guard version.number > 1, version.withheld == nil else { return nil }
        let names = version.changed.map { isNoise ? $0.string : name(of: $0) }.joined(separator: ", ")
        let what = what(isNoise: isNoise, besideWithheld: !hidden.isEmpty)
        return [names, what, noteSummary].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// What changed since an older version, in one line, where versions lie between the two: "headline, body; two numbers".
    /// Of the notes, which are each version's own, it says nothing.
    ///
    /// - Parameter old: The version that the fields were compared with.
    /// - Returns: nil where no text that can be compared differs, and when withheld text hides the change.
    public func summary(since old: StoryVersion) -> String? {
        guard !fields.isEmpty, version.withheld == nil else { return nil }
        let isNoise = fields.allSatisfy(\.comparison.isNoise)
        let names = (isNoise ? fields.map(\.field.string) : fields.map { name(of: $0.field) }).joined(separator: ", ")
        let what = what(
            isNoise: isNoise,
            besideWithheld: !WithheldField.all(from: old, to: version).isEmpty)
        return [names, what].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// A field's name; beside fields whose words changed, one whose words did not is named so.
    private func name(of field: Text) -> String {
        let isNoise = fields.contains { $0.field == field && $0.comparison.isNoise }
        return field.string + (isNoise ? said(" (white space and typography only)") : "")
    }

    private func what(isNoise: Bool, besideWithheld: Bool) -> String {
        var what = isNoise ? noise : changes
        for manifest in isNoise ? [] : manifests { what += (what.isEmpty ? "" : "; ") + manifest }
        let holes = changedHoles
        if holes > 0 {
            let passages =
                holes == 1
                ? said("one withheld passage changed") : said("\(Self.words(for: holes)) withheld passages changed")
            what += (what.isEmpty ? "" : "; ") + passages
        }
        if besideWithheld { what += (what.isEmpty ? "" : ", ") + said("beside text that was withheld") }
        return what
    }

    /// A change of white space and typography, with the hidden manifest that it may be.
    public var noise: String {
        said("white space and typography only")
            + HiddenManifest.named(in: fields.map { ($0.field.string, $0.old, $0.new) })
    }

    /// The changes of hidden manifests, a phrase for each field.
    private var manifests: [String] {
        HiddenManifest.changes(in: fields.map { ($0.field.string, $0.old, $0.new) })
    }

    /// How many sentences were added, removed and moved whole, how many paragraphs were moved, how many changes have each
    /// mark, a quotation and a speaker counted once, and whether anything else changed. Where no change has a mark, the
    /// changed sentences are counted.
    private var changes: String {
        let tally = fields.reduce(into: ChangeTally()) { $0.add($1) }
        let leaves = fields.flatMap(\.comparison.finestOperations).filter { $0.kind != .equal }
        func count(_ marks: Comparison.Marks) -> Int {
            leaves.count { !$0.marks.isDisjoint(with: marks) }
        }
        func count(_ kind: Comparison.Operation.Kind) -> Int { leaves.count { $0.kind == kind } }
        let quotations = fields.reduce(0) {
            $0 + QuotedPassages.changed($1.comparison, old: $1.old, new: $1.new, labels: $1.labels)
        }
        let dates = leavesOfDates
        let marked = [
            (count([.number, .numberWord]) - dates, said("number"), said("numbers")),
            (dates, said("date"), said("dates")),
            (count(.name), said("name"), said("names")),
            (quotations, said("quotation"), said("quotations")), (tally.speakers, said("speaker"), said("speakers")),
            (count(.negation), said("negation"), said("negations")), (count(.hedge), said("hedge"), said("hedges")),
            (count(.attribution), said("attribution"), said("attributions")),
        ].filter { $0.0 > 0 }
        let places = [
            (count(.split), said("paragraph split"), said("paragraphs split")),
            (count(.join), said("pair of paragraphs joined"), said("pairs of paragraphs joined")),
        ].filter { $0.0 > 0 }
        var others = (marked + places).map { "\(Self.words(for: $0.0)) \($0.0 == 1 ? $0.1 : $0.2)" }
        let isUnmarked = marked.isEmpty
        let sentences = sentences(tally, isUnmarked: isUnmarked)
        if tally.hasOtherWords, !isUnmarked || counts.sentences.changed == 0 {
            others.append(isUnmarked ? said("words changed") : said("other words changed"))
        } else if tally.hasOtherMarks, !isUnmarked || counts.sentences.changed == 0 {
            others.append(said("punctuation changed"))
        }
        return [sentences, others.joined(separator: ", ")].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// How many changes with the mark of a number are of a month or a day.
    private var leavesOfDates: Int {
        let language = version.fields["language"]?.text?.string
        return fields.reduce(0) { count, field in
            count + field.comparison.finestOperations.count { DateChange.isOne($0, in: field, language: language) }
        }
    }

    /// `two sentences added, one removed; one paragraph moved`; empty when there are none.
    ///
    /// - Parameter isUnmarked: Whether no change has a mark, so that changed sentences are counted, too.
    private func sentences(_ tally: ChangeTally, isUnmarked: Bool) -> String {
        let units = counts.sentences
        let both = isUnmarked ? min(units.movedAndChanged, tally.movedSentences) : 0
        let told = [
            (units.added, said("added")), (units.removed, said("removed")),
            (isUnmarked ? max(0, units.changed - both) : 0, said("changed")),
            (tally.movedSentences - both, said("moved")),
            (both, said("moved and changed")),
        ].filter { $0.0 > 0 }
        let sentences = told.enumerated().map { index, part in
            let noun = index > 0 ? "" : part.0 == 1 ? said(" sentence") : said(" sentences")
            return "\(Self.words(for: part.0))\(noun) \(part.1)"
        }
        let moved = tally.movedParagraphs
        let paragraphs =
            moved == 0
            ? [] : [moved == 1 ? said("one paragraph moved") : said("\(Self.words(for: moved)) paragraphs moved")]
        return (sentences + paragraphs).joined(separator: ", ")
    }

    private var noteSummary: String {
        guard version.note != nil else { return said("no note") }
        let note = version.isAnnounced ? said("note") : said("note that readers do not see")
        if isCoverageHidden { return said("\(note); what it covers cannot be told") }
        guard let coverage else { return note }
        let (covered, all) = (coverage.covered.count, coverage.covered.count + coverage.leftOut.count)
        if covered == all {
            let changes = all == 1 ? said("the change") : all == 2 ? said("both") : said("all \(Self.words(for: all))")
            return said("\(note) covers \(changes)")
        }
        return
            said("\(note) covers \(covered == 0 ? said("none") : Self.words(for: covered)) of \(Self.words(for: all))")
    }

    /// A count, as a word up to twelve.
    static func words(for count: Int) -> String {
        let words = [
            "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve",
        ]
        return words.indices.contains(count) ? said(code: words[count]) : String(count)
    }
}
