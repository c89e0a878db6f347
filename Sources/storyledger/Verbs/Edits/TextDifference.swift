import CanonicalJSON
import ProseDiff
import ProseRendering
import Projections
import StoryEvents

/// What lies between two versions of a story, or between two files.
struct TextDifference {
    private let comparison: VersionComparison
    private let old: Side
    private let new: Side

    /// How pages and patches name one of the two.
    struct Side {
        /// `v2`, or a file's name.
        var name: String
        /// When it was made, where that is known.
        var time: String?
        /// The name of one of its texts in a unified diff.
        var path: (Text) -> String
    }

    init(_ comparison: VersionComparison) {
        self.comparison = comparison
        (old, new) = (Side(comparison.old), Side(comparison.new))
    }

    /// Whether the two are the same for all that is known.
    var isNone: Bool { isSameText && fieldChanges.isEmpty }

    private var story: StoryID? { comparison.story }
    private var fields: [FieldDifference] { comparison.fields }
    private var withheld: [WithheldField] { comparison.withheld }
    private var fieldChanges: [FieldChange] { comparison.fieldChanges }
    private var edits: [Edit] { comparison.edits }

    /// What the publisher said about the newer version, where it was made from the older one.
    private var note: Note? { isOneEdit ? comparison.newVersion?.note : nil }

    /// Whether the newer version comes next after the older one, by what had happened at the cut.
    private var isOneEdit: Bool {
        guard comparison.oldVersion != nil, let new = comparison.newVersion else { return false }
        return edits.count == 1 && new.withheld == nil
    }

    private var isSameText: Bool { fields.isEmpty && withheld.isEmpty }

    /// Whether white space and typography are all that differs.
    var isNoise: Bool { isNoiseOfText && fieldChanges.isEmpty }

    /// Whether nothing differs that is shown without --noise.
    private var isHiddenNoise: Bool { isNoiseOfText && fields.allSatisfy(\.comparison.isHiddenNoise) }

    private var isNoiseOfText: Bool { withheld.isEmpty && !fields.isEmpty && fields.allSatisfy(\.comparison.isNoise) }

    /// - Parameter echo: Prints how times were understood; pages say so first.
    func print(
        _ format: DiffVerb.Format, showsNoise: Bool, extent: Rendering.Extent, echo: () throws(Failure) -> Void
    ) throws(Failure) {
        switch format {
        case .json: try comparison.json(extent == .changes ? .changesOnly : .whole).printDocument()
        case .unified:
            // patch(1) passes over what stands before a file's name.
            for field in withheld { try Terminal.print(field.line.onOneLine) }
            for change in fieldChanges { try Terminal.print("changed \(change.phrase)".onOneLine) }
            for field in fields {
                try Terminal.writeData(
                    Rendering.unified(
                        old: field.old, new: field.new, oldName: old.path(field.field), newName: new.path(field.field)))
            }
        case .html: try Terminal.writeData(Array(page(showsNoise: showsNoise, extent: extent).html.utf8))
        case .inline, .sideBySide:
            Pager.start()
            try echo()
            try printTexts(format, showsNoise, extent)
        }
    }

    private func printTexts(_ format: DiffVerb.Format, _ showsNoise: Bool, _ extent: Rendering.Extent) throws(Failure) {
        let names = [old, new].map { [$0.name, $0.time].compactMap { $0 }.joined(separator: " ").onOneLine }
        try Terminal.print(names.joined(separator: "  →  ").styled(.cyan))
        for field in withheld { try Terminal.print(field.line.onOneLine.styled(.red)) }
        for line in [announcement, reason].compactMap(\.self) {
            try Terminal.print(line.onOneLine.wrapped(to: Terminal.width))
        }
        for change in comparison.statusChanges {
            try Terminal.print(change.line(\.shown).onOneLine.wrapped(to: Terminal.width).styled(.yellow))
        }
        for line in editLines { try Terminal.print(line.onOneLine.wrapped(to: Terminal.width)) }
        for change in fieldChanges {
            try Terminal.print("changed \(change.phrase)".onOneLine.wrapped(to: Terminal.width).styled(.yellow))
        }
        if isOneVersion { return try Terminal.print(oneVersion) }
        if isSameText { try Terminal.print(sameness) }
        for field in fields {
            guard let change = HiddenManifest.change(from: field.old, to: field.new) else { continue }
            let line = "\(field.field): \(change)".onOneLine
            try Terminal.print(line.wrapped(to: Terminal.width).styled(.yellow))
        }
        if isHiddenNoise, !showsNoise {
            return try Terminal.print(Self.onlyNoise)
        }
        if !showsNoise, let unmarkedNoise { try Terminal.print(unmarkedNoise.wrapped(to: Terminal.width)) }
        var options = Rendering.Options()
        options.usesColour = Terminal.hasColour
        options.width = Terminal.width
        options.showsNoise = showsNoise
        options.context = extent.sentences
        let render = format == .inline ? Rendering.inline : Rendering.sideBySide
        for field in fields {
            try Terminal.print()
            if story != nil { try Terminal.print(field.field.string.styled(.bold)) }
            if field.comparison.isHiddenNoise, !showsNoise {
                try Terminal.print(Self.onlyNoise)
                continue
            }
            let text = render(field.comparison, field.old, field.new, options)
            let isWrapped = format == .inline && Terminal.isTerminal
            try Terminal.print(isWrapped ? Rendering.wrapped(text, to: Terminal.width) : text)
        }
        if comparison.isLanguageMissing, Terminal.isTerminal { try LanguageHint.print() }
    }

    /// Edits that are told one by one.
    private static let mostEdits = 20

    private static let onlyNoise = "only white space and typography differ; --noise shows where"

    /// What is not marked: `white space and typography differ in 39 places; --noise shows them`; nil for nothing, and where
    /// nothing else differs.
    private var unmarkedNoise: String? {
        if isHiddenNoise { return nil }
        return switch fields.reduce(0, { $0 + $1.comparison.noisePlaces }) {
        case 0: nil
        case 1: "white space or typography differs in one place; --noise shows it"
        case let places: "white space and typography differ in \(places.grouped) places; --noise shows them"
        }
    }

    /// For each version on the way whether it was announced: `v3 correction: It is 5.`; for one edit only what it undoes.
    private var editLines: [String] {
        guard edits.count > 1 else {
            return edits.flatMap { edit in
                edit.laterNotes.map(\.line)
                    + [edit.version.revertsTo?.phrase, edit.undone.undoing, edit.undone.doubt].compactMap(\.self)
            }
        }
        let lines = edits.prefix(Self.mostEdits).map(\.announcement)
        let rest = edits.count - lines.count
        guard rest > 0 else { return lines }
        return lines + ["and \(rest.grouped) versions more; 'storyledger history\(NamedLedger.option)' lists them"]
    }

    /// The note that told readers of the change, or that none did; nil where more than one edit lies between.
    private var announcement: String? {
        guard isOneEdit, !isSameText, !isNoiseOfText else { return nil }
        let isAnnounced = comparison.newVersion?.isAnnounced ?? false
        return note.map { "\(isAnnounced ? "note" : "note that readers do not see"): \($0.text)" }
            ?? "no note tells readers of it"
    }

    /// Why the newer version was made, for the record; nil where its event does not say.
    private var reason: String? {
        isOneEdit ? comparison.newVersion?.reason.map { "internal reason: \($0)" } : nil
    }

    /// Whether a version is compared with itself.
    private var isOneVersion: Bool {
        comparison.oldVersion != nil && comparison.oldVersion?.number == comparison.newVersion?.number
    }

    private var oneVersion: String {
        comparison.isOnlyVersion ? "there is only this version" : "both are the same version"
    }

    private var sameness: String { story == nil ? "the files are the same" : "headline, dek and body are the same" }

    private func page(showsNoise: Bool, extent: Rendering.Extent) -> WebPage {
        let place = story.map { "\($0.description): " } ?? ""
        var page = WebPage(
            title: "What changed: \(place)\(old.name) to \(new.name)", language: comparison.language?.string)
        for (name, side) in [("From", old), ("To", new)] {
            page.addFact(name, [side.name, side.time].compactMap { $0 }.joined(separator: ", "))
        }
        if let note = note?.text.string ?? announcement { page.addFact("Note", note) }
        for later in isOneEdit ? self.edits.last?.laterNotes ?? [] : [] { page.addFact("Later", later.line) }
        if let reason { page.addFact("Record", reason) }
        if edits.count > 1 { for edit in edits { page.addFact("Version", edit.announcement) } }
        for change in comparison.statusChanges { page.addFact("Between", change.line(\.shown)) }
        for change in fieldChanges { page.addFact("Changed", change.phrase) }
        let edits = Edit.counts(of: fields)
        page.addFact("Sentences", edits.sentences.sentence)
        page.addFact("Words", edits.words.sentence)
        for field in withheld { page.addFact(field.field.string.capitalizedHeading, "\(field.withheld)") }
        if isSameText { page.addFact("Result", sameness) }
        for field in fields {
            guard let change = HiddenManifest.change(from: field.old, to: field.new) else { continue }
            page.addFact("Hidden", "\(field.field): \(change)")
        }
        if !showsNoise, let unmarkedNoise {
            page.addFact("Not marked", unmarkedNoise.replacing("--noise", with: "diff --noise"))
        }
        var options = Rendering.Options()
        options.showsNoise = showsNoise
        options.context = extent.sentences
        for field in fields {
            let heading = story == nil ? "Text" : field.field.string.capitalizedHeading
            if field.comparison.isHiddenNoise, !showsNoise {
                page.add(heading, Self.onlyNoise.replacing("--noise", with: "diff --noise"))
            } else {
                page.add(heading, field.comparison, old: field.old, new: field.new, options: options)
            }
        }
        return page
    }
}

extension TextDifference.Side {
    fileprivate init(_ side: VersionComparison.Side) {
        switch side {
        case .version(let version):
            let name = "v\(version.number)"
            let time = version.envelope.time.shown + version.otherSource.asThrough
            self.init(name: name, time: time) { "\(name)/\($0)" }
        case .file(let file): self.init(name: file == "-" ? "standard input" : file, time: nil) { _ in file }
        }
    }
}

extension Comparison.Counts.Units {
    /// `2 added, 1 removed, 1 changed, 3 moved`, without what is none.
    var sentence: String {
        let parts = [(added, "added"), (removed, "removed"), (changed, "changed"), (moved, "moved")]
        let said = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return said.isEmpty ? "none changed" : said.joined(separator: ", ")
    }
}

extension WithheldField {
    /// `body: withheld by event ...`.
    var line: String { "\(field): \(withheld)" }
}

extension String {
    /// The name of a field as a heading: `Headline`.
    var capitalizedHeading: String { prefix(1).uppercased() + dropFirst() }
}
