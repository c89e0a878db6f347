import CanonicalJSON
import ProseDiff
import ProseRendering
import Projections
import StoryEvents

/// What lies between two versions of a story, or between two files.
struct TextDifference {
    /// One of the two.
    struct Side {
        /// `v2`, or a file's name.
        var name: String
        /// When it was made, where that is known.
        var time: String?
        /// `{version, position, time}`, or `{file}`.
        var json: JSON
        /// The name of one of its texts in a unified diff.
        var path: (Text) -> String
    }

    let story: StoryID?
    let old: Side
    let new: Side
    /// The texts that differ, in reading order.
    let fields: [FieldDifference]
    /// The texts of which nobody can say any more whether they differ.
    let withheld: [WithheldField]
    /// The other fields of the story that differ.
    let fieldChanges: [FieldChange]
    /// The edits that lead from the older version to the newer one, oldest first.
    private let edits: [Edit]
    /// What the publisher said about the newer version.
    private let note: Text?
    private let isAnnounced: Bool
    /// Whether the newer version was made from the older one.
    private let isOneEdit: Bool
    /// BCP 47 tag of the newer version.
    private let language: Text?

    /// - Parameter edits: The edits that lead from the older version to the newer one, oldest first.
    init(_ story: StoryID, from old: StoryVersion, to new: StoryVersion, by edits: [Edit]) {
        self.story = story
        self.edits = edits
        fieldChanges = FieldChange.all(from: old.fields, to: new.fields)
        self.old = Side(old)
        self.new = Side(new)
        fields = FieldDifference.all(from: old, to: new)
        withheld = old.number == new.number ? [] : WithheldField.all(from: old, to: new)
        isOneEdit = new.number == old.number + 1 && new.withheld == nil
        note = isOneEdit ? new.note?.text : nil
        isAnnounced = new.isAnnounced
        language = new.fields["language"]?.text
    }

    init(oldFile: String, _ old: [UInt8], newFile: String, _ new: [UInt8], language: Text? = nil) {
        story = nil
        self.old = Side(file: oldFile)
        self.new = Side(file: newFile)
        fields = old == new ? [] : [FieldDifference(field: "text", from: old, to: new, language: language)]
        (withheld, note, isOneEdit, isAnnounced) = ([], nil, false, false)
        (fieldChanges, edits) = ([], [])
        self.language = language
    }

    /// Whether the two are the same for all that is known.
    var isNone: Bool { isSameText && fieldChanges.isEmpty }

    private var isSameText: Bool { fields.isEmpty && withheld.isEmpty }

    /// Whether white space and typography are all that differs.
    var isNoise: Bool { isNoiseOfText && fieldChanges.isEmpty }

    private var isNoiseOfText: Bool { withheld.isEmpty && !fields.isEmpty && fields.allSatisfy(\.comparison.isNoise) }

    /// - Parameter cuts: Where the log is cut; pages say so first.
    func print(_ format: DiffVerb.Format, showsNoise: Bool, isFull: Bool, _ cuts: CutOptions) throws(Failure) {
        switch format {
        case .json: try json.printDocument()
        case .unified:
            // patch(1) passes over what stands before a file's name.
            for field in withheld { try Terminal.print(field.line.onOneLine) }
            for change in fieldChanges { try Terminal.print("changed \(change.phrase)".onOneLine) }
            for field in fields {
                try Terminal.writeData(
                    Rendering.unified(
                        old: field.old, new: field.new, oldName: old.path(field.field), newName: new.path(field.field)))
            }
        case .html: try Terminal.writeData(Array(page(showsNoise: showsNoise, isFull: isFull).html.utf8))
        case .inline, .sideBySide:
            Pager.start()
            try cuts.echo()
            try printTexts(format, showsNoise, isFull)
        }
    }

    private func printTexts(_ format: DiffVerb.Format, _ showsNoise: Bool, _ isFull: Bool) throws(Failure) {
        let names = [old, new].map { [$0.name, $0.time].compactMap { $0 }.joined(separator: " ").onOneLine }
        try Terminal.print(names.joined(separator: "  →  ").styled(.cyan))
        for field in withheld { try Terminal.print(field.line.onOneLine.styled(.red)) }
        if let announcement { try Terminal.print(announcement.onOneLine.wrapped(to: Terminal.width)) }
        for line in editLines { try Terminal.print(line.onOneLine.wrapped(to: Terminal.width)) }
        for change in fieldChanges {
            try Terminal.print("changed \(change.phrase)".onOneLine.wrapped(to: Terminal.width).styled(.yellow))
        }
        if isSameText { try Terminal.print(sameness) }
        for field in fields {
            guard let change = HiddenManifest.change(from: field.old, to: field.new) else { continue }
            let line = "\(field.field): \(change)".onOneLine
            try Terminal.print(line.wrapped(to: Terminal.width).styled(.yellow))
        }
        if isNoiseOfText, !showsNoise {
            return try Terminal.print("only white space and typography differ; --noise shows where")
        }
        var options = Rendering.Options()
        options.usesColour = Terminal.hasColour
        options.width = Terminal.width
        options.showsNoise = showsNoise
        if isFull { options.context = nil }
        let render = format == .inline ? Rendering.inline : Rendering.sideBySide
        for field in fields {
            try Terminal.print()
            if story != nil { try Terminal.print(field.field.string.styled(.bold)) }
            let text = render(field.comparison, field.old, field.new, options)
            let isWrapped = format == .inline && Terminal.isTerminal
            try Terminal.print(isWrapped ? Rendering.wrapped(text, to: Terminal.width) : text)
        }
        if isLanguageMissing, Terminal.isTerminal { try LanguageHint.print() }
    }

    /// Whether the marks that need a language are off, because the story gives none.
    private var isLanguageMissing: Bool { story != nil && fields.contains { $0.lacksLanguage(language) } }

    /// Edits that are told one by one.
    private static let mostEdits = 20

    /// For each version on the way whether it was announced: `v3 correction: It is 5.`; for one edit only what it undoes.
    private var editLines: [String] {
        guard edits.count > 1 else { return edits.compactMap(\.undoing) }
        let lines = edits.prefix(Self.mostEdits).map(\.announcement)
        let rest = edits.count - lines.count
        return rest > 0 ? lines + ["and \(rest.grouped) versions more; 'storyledger history' lists them"] : lines
    }

    /// The note that told readers of the change, or that none did; nil where more than one edit lies between.
    private var announcement: String? {
        guard isOneEdit, !isSameText, !isNoiseOfText else { return nil }
        return note.map { "\(isAnnounced ? "note" : "note that readers do not see"): \($0)" }
            ?? "no note tells readers of it"
    }

    private var sameness: String { story == nil ? "the files are the same" : "headline, dek and body are the same" }

    /// `{story, from, to, versions, quality, fields: [{field, operations}], fieldChanges, languageMissing, withheld}`;
    /// `story` is null for files.
    private var json: JSON {
        let qualities = fields.map(\.comparison.quality)
        let worst = Comparison.Quality.allCases.last(where: qualities.contains) ?? .minimal
        var object = JSONObject()
        object["story"] = JSON(story?.text)
        object["from"] = old.json
        object["to"] = new.json
        object["versions"] = .array(edits.map(\.announcementJSON))
        object["quality"] = .string(Text(worst.rawValue))
        object["fields"] = .array(
            fields.map { field in
                [
                    "field": .string(field.field),
                    "operations": .array(field.comparison.records(old: field.old, new: field.new).map(\.json)),
                ]
            })
        object["fieldChanges"] = .array(fieldChanges.map(\.json))
        object["languageMissing"] = .bool(isLanguageMissing)
        object["withheld"] = .array(withheld.map(\.json))
        return .object(object)
    }

    private func page(showsNoise: Bool, isFull: Bool) -> WebPage {
        let place = story.map { "\($0.description): " } ?? ""
        var page = WebPage(title: "What changed: \(place)\(old.name) to \(new.name)", language: language?.string)
        for (name, side) in [("From", old), ("To", new)] {
            page.addFact(name, [side.name, side.time].compactMap { $0 }.joined(separator: ", "))
        }
        if let note { page.addFact("Note", note.string) }
        if edits.count > 1 { for edit in edits { page.addFact("Version", edit.announcement) } }
        for change in fieldChanges { page.addFact("Changed", change.phrase) }
        let edits = Edit.counts(of: fields)
        page.addFact("Sentences", edits.sentences.sentence)
        page.addFact("Words", edits.words.sentence)
        for field in withheld { page.addFact(field.field.string.capitalizedHeading, "\(field.withheld)") }
        if isSameText { page.addFact("Result", sameness) }
        if !showsNoise, fields.contains(where: { $0.comparison.hasNoise }) {
            page.addFact("Not shown", "changes of white space and typography; diff --noise shows them")
        }
        var options = Rendering.Options()
        options.showsNoise = showsNoise
        if isFull { options.context = nil }
        for field in fields {
            page.add(
                story == nil ? "Text" : field.field.string.capitalizedHeading, field.comparison, old: field.old,
                new: field.new, options: options)
        }
        return page
    }
}

extension TextDifference.Side {
    fileprivate init(_ version: StoryVersion) {
        let name = "v\(version.number)"
        let json: JSON = [
            "version": JSON(version.number), "position": JSON(version.envelope.position),
            "time": JSON(version.envelope.time),
        ]
        self.init(name: name, time: version.envelope.time.shown, json: json) { "\(name)/\($0)" }
    }

    fileprivate init(file: String) {
        let json: JSON = ["file": .string(Text(file))]
        self.init(name: file == "-" ? "standard input" : file, time: nil, json: json) { _ in file }
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

    /// `{field, by, recorded, reason, authority}`.
    var json: JSON {
        guard case .object(var object) = withheld.json else { return .null }
        object["field"] = .string(field)
        return .object(object)
    }
}

extension OperationRecord {
    /// `{op, old, new}` of what is equal, else `{op, old, new, oldText, newText, marks, operations}`: ranges in UTF-8 bytes,
    /// exact enough to patch either way.
    fileprivate var json: JSON {
        var object = JSONObject()
        object["op"] = .string(Text(op))
        object["old"] = .array(old.map { JSON($0) })
        object["new"] = .array(new.map { JSON($0) })
        if op == Comparison.Operation.Kind.equal.rawValue { return .object(object) }
        object["oldText"] = JSON(oldText.map { Text($0) })
        object["newText"] = JSON(newText.map { Text($0) })
        object["marks"] = .array(marks.map { .string(Text($0)) })
        object["operations"] = operations.map { .array($0.map(\.json)) } ?? .null
        return .object(object)
    }
}

extension String {
    /// The name of a field as a heading: `Headline`.
    var capitalizedHeading: String { prefix(1).uppercased() + dropFirst() }
}
