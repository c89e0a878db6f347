import CanonicalJSON
import ProseDiff
import Projections
import StoryEvents

/// A story as a reader of a terminal wants it.
struct StoryScreen {
    private let state: StoryState
    private let board: ClaimBoard
    private let disorder: StateOfStory.Disorder?
    private let brokenEmbargo: Embargo?
    private let laterEmbargo: Embargo?
    private let pieces: [WithheldPiece]
    private let length: LengthOptions
    private let width = Terminal.textWidth

    init(_ state: StoryState, _ story: StateOfStory, _ length: LengthOptions) {
        self.state = state
        board = story.board
        disorder = story.disorder
        pieces = story.withheldPieces
        brokenEmbargo = story.brokenEmbargo
        laterEmbargo = story.laterEmbargo
        self.length = length
    }

    func print() throws(Failure) {
        let place = "version \(state.version), revision \(state.revision), \(state.position)"
        try Terminal.print("\(state.story.description.onOneLine.styled(.cyan))  \(state.status.styled)  \(place)")
        try Terminal.print(
            (state.withheldFields["headline"] == nil ? text(of: "headline") ?? "" : "[withheld]").onOneLine
                .styled(.bold))
        if let dek = text(of: "dek") { try Terminal.print(dek.wrapped(to: width)) }
        var times = "published \(state.published.shown)"
        if let updated = state.updated { times += "  text changed \(updated.time.shown)" + through(updated.source) }
        if let byline { try Terminal.print("By \(byline)".wrapped(to: width)) }
        try Terminal.print(times)
        if let brokenEmbargo {
            try Terminal.print("published before the end of its embargo (\(brokenEmbargo.ends.shown))".styled(.red))
        } else if let laterEmbargo {
            try Terminal.print(laterEmbargo.line(state.published).wrapped(to: width).styled(.yellow))
        }
        if let embargo = state.embargo, embargo != laterEmbargo {
            try Terminal.print(embargo.ended(by: state.published))
        }
        try board.printStatusChange(width)
        if let disorder { try Terminal.print(disorder.text.wrapped(to: width).styled(.yellow)) }
        try Terminal.print()
        if state.withheldFields["body"] == nil {
            try Terminal.print((text(of: "body") ?? "").wrapped(to: width))
        } else {
            try Terminal.print("[withheld]")
        }
        for field in StoryState.textFields {
            guard let manifest = HiddenManifest.named(in: Array((state.text(field) ?? "").utf8)) else { continue }
            try Terminal.print("\(field): \(manifest)".wrapped(to: width).styled(.yellow))
        }
        try ClaimsPage(board, length).print()
        try printWithheld()
    }

    private func text(of field: Text) -> String? { state.text(field)?.string }

    /// Names the source of an edit that is not the story's own.
    private func through(_ source: Text) -> String {
        (source == state.source ? nil : Text?.some(source)).asThrough.onOneLine
    }

    /// What of the story nobody can read any more, and by whose authority.
    private func printWithheld() throws(Failure) {
        guard !state.gaps.isEmpty || !pieces.isEmpty else { return }
        try Terminal.print()
        try Terminal.print("Withheld".styled(.bold))
        try length.print(state.gaps, most: ClaimsPage.most, indent: 2) { gap throws(Failure) in
            let names = StoryState.fieldNames.filter { state.withheldFields[$0] == gap.withheld }
            let fields = names.isEmpty ? "" : "  \(names.map(\.string).joined(separator: ", "))"
            try Terminal.print("  \(gap.envelope.position)  \(gap.envelope.type.rawValue)\(fields)")
            try Terminal.print(gap.withheld.description.wrapped(to: width, indent: 6))
        }
        try length.print(pieces, most: ClaimsPage.most, indent: 2) { piece throws(Failure) in
            try Terminal.print("  \(piece.place)")
            try Terminal.print(piece.withheld.description.wrapped(to: width, indent: 6))
        }
    }

    private var byline: String? {
        guard state.fields["byline"] != nil else { return nil }
        return state.fields.bylineNames.joined(separator: ", ").onOneLine
    }
}

extension Embargo {
    /// Says when it ends, or that it had ended before publication.
    func ended(by published: EventTime) -> String {
        published.isBefore(ends) ? "embargo until \(ends.shown)" : "its embargo ended at \(ends.shown)"
    }

    /// Says of a story that was recorded after its embargo ended that it was published before.
    func line(_ published: EventTime) -> String { "\(datedBefore(published)) (\(ends.shown))" }
}

extension StateOfStory.Disorder {
    fileprivate var text: String {
        let subject = isOfText ? "this text" : "the last update"
        return "out of order: \(subject) (\(event.position)) happened \(event.time.shown), before \(newest.position), "
            + "which happened \(newest.time.shown) and was recorded first"
    }
}

extension StoryState.Status {
    /// The word in the colour of how bad it is.
    var styled: String {
        switch self {
        case .published: rawValue.styled(.green)
        case .held: rawValue.styled(.yellow)
        case .killed: rawValue.styled(.red)
        }
    }
}
