import CanonicalJSON
import Projections
import StoryEvents

/// A story as a reader of a terminal wants it.
struct StoryPage {
    private let view: StoryView
    private let width = min(Terminal.width, 88)

    init(_ view: StoryView) {
        self.view = view
    }

    func print() throws(Failure) {
        let state = view.state
        let place = "version \(state.version), revision \(state.revision), \(state.position)"
        try Terminal.print("\(state.story.description.onOneLine.styled(.cyan))  \(styledStatus)  \(place)")
        try Terminal.print(
            (state.withheldFields["headline"] == nil ? state.text("headline") ?? "" : "[withheld]").string.onOneLine
                .styled(.bold))
        if let dek = state.text("dek") { try Terminal.print(dek.string.wrapped(to: width)) }
        var times = "published \(state.published)"
        if let updated = state.updated { times += "  updated \(updated)" }
        try Terminal.print(byline.map { "By \($0)  \(times)" } ?? times)
        try Terminal.print()
        if state.withheldFields["body"] == nil {
            try Terminal.print((state.text("body") ?? "").string.wrapped(to: width))
        } else {
            try Terminal.print("[withheld]")
        }
        try printClaims()
        try printRequests()
        try printWithheld()
    }

    /// What of the story nobody can read any more, and by whose authority.
    private func printWithheld() throws(Failure) {
        guard !view.state.gaps.isEmpty else { return }
        try Terminal.print()
        try Terminal.print("Withheld".styled(.bold))
        for gap in view.state.gaps {
            let names = StoryState.fieldNames.filter { view.state.withheldFields[$0] == gap.withheld }
            let fields = names.isEmpty ? "" : "  \(names.map(\.string).joined(separator: ", "))"
            try Terminal.print("  \(gap.envelope.position)  \(gap.envelope.type.rawValue)\(fields)")
            try Terminal.print(gap.withheld.description.wrapped(to: width, indent: 6))
        }
    }

    private var styledStatus: String {
        switch view.state.status {
        case .published: "published".styled(.green)
        case .held: "held".styled(.yellow)
        case .killed: "killed".styled(.red)
        }
    }

    private var byline: String? {
        guard case .array(let parties)? = view.state.fields["byline"] else { return nil }
        let names = parties.compactMap { party in
            if case .object(let object) = party { object["name"]?.text?.string } else { nil }
        }
        return names.joined(separator: ", ").onOneLine
    }

    private func printClaims() throws(Failure) {
        guard !view.state.claims.isEmpty else { return }
        try Terminal.print()
        try Terminal.print("Claims".styled(.bold))
        for record in view.state.claims {
            let standing = view.state.standing(of: record)
            try Terminal.print("  \(record.claim.id.string.onOneLine)  \(standing.rawValue.styled(.yellow))")
            try Terminal.print(record.claim.text.string.wrapped(to: width, indent: 6))
            if !record.claim.attribution.isEmpty {
                try Terminal.print(
                    "      \(record.claim.attribution.map(\.sentence).joined(separator: " that "))")
            }
            for move in record.moves where move.namesClaim { try Terminal.print(move.line(width: width)) }
        }
    }

    private func printRequests() throws(Failure) {
        guard !view.state.requests.isEmpty else { return }
        try Terminal.print()
        try Terminal.print("Requests for comment".styled(.bold))
        for record in view.state.requests {
            let asked = record.request.asked.map { "  asked \($0.time)" } ?? ""
            try Terminal.print("  \(record.request.party.name.string.onOneLine)\(asked)")
            for move in record.responses { try Terminal.print(move.line(width: width)) }
            if record.responses.isEmpty { try Terminal.print("      no answer recorded") }
        }
    }
}

extension Hop {
    fileprivate var sentence: String {
        let words = [speaker.name.string, verb?.string ?? "says", addressee?.name.string]
        return words.compactMap { $0 }.joined(separator: " ").onOneLine
    }
}

extension ClaimRecord.Move {
    fileprivate func line(width: Int) -> String {
        let what =
            switch act {
            case .denied(let denial): denial.extent == .partial ? "partly denied" : "denied"
            case .reiterated: "reiterated"
            case .responded(let response): response.outcome.rawValue
            case .corrected: "corrected"
            }
        let who = by.map { " by \($0.name)" } ?? ""
        let head = "      \(position)  \(time)  \(what)\(who)".onOneLine
        guard let statement else { return head }
        return head + "\n" + "\u{201C}\(statement.text)\u{201D}".wrapped(to: width, indent: 10)
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
