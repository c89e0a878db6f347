import CanonicalJSON
import Projections
import StoryEvents

/// Prints the claims of a story, and its requests for comment.
struct ClaimsPage {
    private let board: ClaimBoard
    private let length: LengthOptions
    private let width = min(Terminal.width, 88)
    private let isAllLate: Bool
    /// Positions of reiterations that repeat the party's own denial.
    private let repeatedDenials: Set<Position>

    /// Things shown without --all: claims and requests, and moves on each of them.
    static let most = 200
    private static let mostMoves = 40

    init(_ board: ClaimBoard, _ length: LengthOptions) {
        self.board = board
        self.length = length
        let moves = board.claims.moves
        repeatedDenials = Deniers.repeated(in: moves.inOrderOfHappening)
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
        try length.print(claims, most: Self.most, indent: 2) { (record, summary) throws(Failure) in
            try Terminal.print("  \(record.id.string.onOneLine)  \(summary.standing.rawValue.styled(.yellow))")
            try print(record)
            try length.print(board.claims.moves(naming: record), most: Self.mostMoves, indent: 6) {
                move throws(Failure) in
                try print(move, about: "it", inFull: true)
            }
            for correction in board.undoneCorrections(of: record) {
                try Terminal.print(correction.line.indented(6, width).styled(.red))
            }
            for drift in board.drift(of: record.id) {
                try Terminal.print(drift.line.indented(6, width).styled(.yellow))
            }
            guard summary.onStory > 0 else { return }
            let moves = board.claims.movesOnStory.nouns(count: summary.onStory)
            try Terminal.print("\(moves) to the story as a whole, listed below".indented(6, width).styled(.dim))
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
            try Terminal.print("  \(party)  \(answers.standing.rawValue.styled(.yellow))")
            try Terminal.print(record.summary(answers).indented(6, width))
            for other in spellings.all(of: record, answers) {
                try Terminal.print(other.line.indented(6, width).styled(.yellow))
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

    private func print(_ move: ClaimRecord.Move, about object: String?, inFull: Bool) throws(Failure) {
        try Terminal.print("      \(move.position)  \(move.time.shown)")
        let who = move.by?.label ?? "The publisher"
        let through = move.source == board.source ? "" : " (through \(move.source))"
        let phrase = move.phrase(about: object, repeatsDenial: repeatedDenials.contains(move.position))
        try Terminal.print("\(who) \(phrase)\(through)".indented(10, width))
        if let mark = board.backdating(at: move.position).mark(isAllLate: isAllLate) {
            try Terminal.print("          " + "\(mark): recorded \(move.recorded.shown)".styled(.yellow))
        }
        guard inFull else { return }
        if let statement = move.statement {
            try Terminal.print("\u{201C}\(statement.text)\u{201D}".onOneLine.wrapped(to: width, indent: 10))
        }
        if let concedes = move.denial?.concedes { try Terminal.print("conceding: \(concedes)".indented(10, width)) }
        if let printed = move.response?.printed { try Terminal.print("in print: \(printed)".indented(10, width)) }
    }
}

extension Party {
    /// The name, with the role or the lack of a name behind it: `Tomas Verhaal (chief engineer)`.
    fileprivate var label: String {
        if let role { return "\(name) (\(role))" }
        return kind == .unnamed ? "\(name) (unnamed)" : name.string
    }
}

extension Hop {
    fileprivate var sentence: String {
        let words = [
            speaker.label, verb?.string ?? (addressee == nil ? "says" : "told"), addressee?.name.string,
            id.map { "[\($0)]" },
        ]
        return words.compactMap { $0 }.joined(separator: " ")
    }
}

extension OtherSpelling {
    /// `a party spelt ‘bank’ made a statement, @15, and did 2 things more`.
    fileprivate var line: String {
        let rest = count > 1 ? ", and did \((count - 1).grouped) \(count == 2 ? "thing" : "things") more" : ""
        return "a party spelt \(name.asName) \(first.phrase(about: first.claimList)), \(first.position)\(rest)"
    }
}

extension ClaimRecord.Move {
    /// The claims it names, as a sentence lists them; nil where it names none.
    fileprivate var claimList: String? {
        let claims = denial?.claims ?? reiteration?.claims ?? response?.claims ?? []
        return claims.isEmpty ? nil : claims.map(\.asName).joined(separator: ", ")
    }
}

extension [ClaimRecord.Move] {
    /// `1 response`, `2 denials`, `3 denials or responses`: a count of some of the moves, named after the types of all.
    fileprivate func nouns(count: Int) -> String {
        let nouns = [(EventType.denied, "denial"), (.reiterated, "reiteration"), (.responded, "response")]
        let found = nouns.filter { type, _ in contains { $0.type == type } }.map { count == 1 ? $1 : $1 + "s" }
        return "\(count.grouped) \(found.joined(separator: " or "))"
    }
}

extension RequestRecord {
    /// When it was made, how and when it was answered, and its state when the story reported it.
    fileprivate func summary(_ answers: RequestAnswers) -> String {
        let channel = request.channel.map { " by \($0)" } ?? ""
        let about = request.claims.isEmpty ? "the story" : request.claims.map(\.asName).joined(separator: ", ")
        var summary =
            request.asked.map { "asked about \(about)\(channel) \($0.time.shown)" }
            ?? "asked about \(about)\(channel), no later than \(time.shown)"
        if let notice { summary += ", \(notice.asDuration) before publication" }
        if let seconds = answers.seconds {
            let act = answers.standing.rawValue
            summary += ", \(act) \(seconds.asDuration) later"
        }
        let before =
            switch answers.standingAtPublication {
            case .answered: "answered"
            case .declined: "declined to comment"
            case .silent: "did not respond"
            case .asked: "no answer on record"
            }
        return summary + "; \(before) before publication"
    }
}

extension Int64 {
    /// Seconds, to the two largest units: `3 d 4 h`, `19 h 40 min`, `12 min`, `45 s`.
    var asDuration: String {
        let (days, hours, minutes) = (self / 86_400, self / 3_600 % 24, self / 60 % 60)
        if days > 0 { return hours > 0 ? "\(days) d \(hours) h" : "\(days) d" }
        if hours > 0 { return minutes > 0 ? "\(hours) h \(minutes) min" : "\(hours) h" }
        return minutes > 0 ? "\(minutes) min" : "\(self) s"
    }
}

extension String {
    /// The text on one line, wrapped and indented.
    fileprivate func indented(_ indent: Int, _ width: Int) -> String { onOneLine.wrapped(to: width, indent: indent) }
}

extension ClaimBoard {
    /// Says of a story that is on hold or killed when that was done, and what was said of it.
    func printStatusChange(_ width: Int) throws(Failure) {
        guard claims.status != .published, let change = statusChange else { return }
        try Terminal.print(change.line(\.shown).onOneLine.wrapped(to: width).styled(.yellow))
    }
}
