import CanonicalJSON
import Projections
import StoryEvents

/// A story as a reader of a terminal wants it.
struct StoryPage {
    private let view: StoryView
    private let board: ClaimBoard
    private let width = min(Terminal.width, 88)

    init(_ view: StoryView, _ board: ClaimBoard) {
        self.view = view
        self.board = board
    }

    func print() throws(Failure) {
        let state = view.state
        let place = "version \(state.version), revision \(state.revision), \(state.position)"
        try Terminal.print("\(state.story.description.onOneLine.styled(.cyan))  \(state.status.styled)  \(place)")
        try Terminal.print((state.text("headline") ?? "").string.onOneLine.styled(.bold))
        if let dek = state.text("dek") { try Terminal.print(dek.string.wrapped(to: width)) }
        var times = "published \(state.published)"
        if let updated = state.updated { times += "  updated \(updated)" }
        if let byline { try Terminal.print("By \(byline)".wrapped(to: width)) }
        try Terminal.print(times)
        try Terminal.print()
        try Terminal.print((state.text("body") ?? "").string.wrapped(to: width))
        try ClaimsPage(board).print()
    }

    private var byline: String? {
        guard case .array(let parties)? = view.state.fields["byline"] else { return nil }
        let names = parties.compactMap { party in
            if case .object(let object) = party { object["name"]?.text?.string } else { nil }
        }
        return names.joined(separator: ", ").onOneLine
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

extension String {
    /// The text broken between words so that no line is wider than a width, each line indented; line ends stay.
    func wrapped(to width: Int, indent: Int = 0) -> String {
        let margin = String(repeating: " ", count: indent)
        return forTerminal.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var lines: [String] = []
            var current = ""
            for word in line.split(separator: " ", omittingEmptySubsequences: false) {
                if !current.isEmpty, indent + current.count + 1 + word.count > width {
                    lines.append(current)
                    current = String(word)
                } else {
                    current += current.isEmpty ? String(word) : " " + word
                }
            }
            lines.append(current)
            return lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
