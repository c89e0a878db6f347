import CanonicalJSON
import Projections
import StoryEvents

/// Prints the claims of a story, and its requests for comment.
struct ClaimsPage {
    private let board: ClaimBoard
    private let length: LengthOptions
    private let width = Terminal.textWidth
    private let isAllLate: Bool
    /// What moves mean beside the denials of their own parties.
    private let bearings: DenialBearings

    /// Things shown without --all: claims and requests, and moves on each of them.
    static let most = 200
    private static let mostMoves = 40

    init(_ board: ClaimBoard, _ length: LengthOptions) {
        self.board = board
        self.length = length
        let moves = board.claims.moves
        bearings = Deniers.bearings(of: board.claims)
        isAllLate = moves.count > 1 && moves.allSatisfy { board.backdating(at: $0.position).isBackdated }
    }

    func print() throws(Failure) {
        if isAllLate { try Terminal.print("\n" + BackdatedMark.allLate.styled(.yellow)) }
        try printClaims()
        try printOnTheStory()
        try printRequests()
    }

    private func printClaims() throws(Failure) {
        guard !board.claims.claims.isEmpty else { return }
        try printTitle("Claims")
        let claims = Array(zip(board.claims.claims, board.claims.summaries))
        let movesOnStory = board.claims.movesOnStory.noun
        try length.print(claims, most: Self.most, indent: 2) { (record, summary) throws(Failure) in
            try Terminal.print("  \(record.id.string.onOneLine)  \(summary.standing.rawValue.styled(.yellow))")
            try print(record)
            try length.print(board.claims.moves(naming: record), most: Self.mostMoves, indent: 6) {
                move throws(Failure) in
                try print(move, about: "it", on: record.id, inFull: true)
            }
            for correction in board.undoneCorrections(of: record) {
                try Terminal.print(correction.line.indented(6, width).styled(.red))
            }
            for drift in board.drift(of: record.id) {
                try Terminal.print(drift.line.indented(6, width).styled(.yellow))
            }
            guard summary.onStory > 0 else { return }
            let moves = "\(summary.onStory.grouped) " + movesOnStory.of(summary.onStory)
            try Terminal.print("\(moves) on the story as a whole, listed below".indented(6, width).styled(.dim))
        }
    }

    private func print(_ record: ClaimRecord) throws(Failure) {
        guard let claim = record.claim else {
            let reason = board.isNotYet(record) ? "not claimed yet" : "what is claimed was withheld"
            return try Terminal.print("[\(reason)]".indented(6, width))
        }
        try Terminal.print(claim.text.string.indented(6, width))
        let chain = claim.attribution.map(\.sentence).joined(separator: " that ")
        if !chain.isEmpty { try Terminal.print(chain.indented(6, width)) }
        if let about = record.aboutLine { try Terminal.print(about.indented(6, width)) }
        if let denial = record.counterTo {
            let against = denial.claims.map(\.asName).joined(separator: ", ")
            try Terminal.print("set against \(against) at \(record.introduced)".indented(6, width))
        }
    }

    private func printOnTheStory() throws(Failure) {
        let moves = board.claims.movesOnStory
        guard !moves.isEmpty else { return }
        try printTitle("On the story as a whole")
        try length.print(moves, most: Self.mostMoves, indent: 6) { move throws(Failure) in
            try print(move, about: nil, inFull: true)
        }
    }

    private func printRequests() throws(Failure) {
        guard !board.claims.requests.isEmpty else { return }
        try printTitle("Requests for comment")
        let all = board.claims.answers
        let requests = Array(zip(board.claims.requests, all))
        let spellings = OtherSpellings(board.claims.moves, for: all)
        try length.print(requests, most: Self.most, indent: 2) { (record, answers) throws(Failure) in
            let party = record.request.party.label.onOneLine
            try Terminal.print("  \(party)  \(answers.words(to: record).onOneLine.styled(.yellow))")
            try Terminal.print(
                record.summary(answers, toldIn: board.version(telling: record), \.shown).indented(6, width))
            for other in spellings.all(of: record, answers) {
                try Terminal.print(other.line(\.grouped).indented(6, width).styled(.yellow))
            }
            let moves = answers.moves(first: length.isWhole ? answers.count : Self.mostMoves)
            try length.print(moves, of: answers.count, indent: 6) { move throws(Failure) in
                try print(move, about: move.claimList, inFull: false)
            }
        }
    }

    /// The events that may have said more of claims, and who withheld what they say.
    func printWithheld() throws(Failure) {
        guard !board.withheld.isEmpty else { return }
        try printTitle("Withheld")
        try length.print(board.withheld, most: Self.most, indent: 2) { gap throws(Failure) in
            try Terminal.print("  \(gap.envelope.position)  \(gap.envelope.time.shown)  \(gap.envelope.type.rawValue)")
            try Terminal.print(gap.withheld.description.indented(6, width))
        }
    }

    private func printTitle(_ title: String) throws(Failure) { try Terminal.print("\n" + title.styled(.bold)) }

    private func print(_ move: ClaimRecord.Move, about object: String?, on claim: Text? = nil, inFull: Bool)
        throws(Failure)
    {
        try Terminal.print("      \(move.position)  \(move.time.shown)")
        let phrase = move.phrase(about: object, bearings.bearing(of: move, on: claim))
        try Terminal.print("\(board.actor(of: move)) \(phrase)\(board.through(move))".indented(10, width))
        if let mark = board.backdating(at: move.position).mark(isAllLate: isAllLate) {
            try Terminal.print("          " + "\(mark): recorded \(move.recorded.shown)".styled(.yellow))
        }
        guard inFull else { return }
        if case .corrected = move.act {
            let note = board.note(ofCorrectionAt: move.position).map { "note: \($0)" } ?? "without a note to readers"
            try Terminal.print(note.indented(10, width))
        }
        if let statement = move.statement {
            try Terminal.print(statement.text.string.inQuotes.onOneLine.wrapped(to: width, indent: 10))
        }
        if let concedes = move.denial?.concedes { try Terminal.print("conceding: \(concedes)".indented(10, width)) }
        if let printed = move.response?.printed { try Terminal.print("in print: \(printed)".indented(10, width)) }
    }
}

extension String {
    /// The text on one line, wrapped and indented.
    fileprivate func indented(_ indent: Int, _ width: Int) -> String { onOneLine.wrapped(to: width, indent: indent) }
}

extension ClaimBoard {
    /// Says of a story that is on hold or killed when that was done, and what was said of it.
    func printStatusChange(_ width: Int) throws(Failure) {
        guard claims.status != .published, let line = statusLine(\.shown) else { return }
        try Terminal.print(line.onOneLine.wrapped(to: width).styled(.yellow))
    }
}
