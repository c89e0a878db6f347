import CanonicalJSON
import StoryEvents

extension Party {
    /// The name, with the role or the lack of a name behind it: `Tomas Verhaal (chief engineer)`.
    public var label: String {
        if let role { return "\(name) (\(role))" }
        return kind == .unnamed ? said("\(name) (unnamed)") : name.string
    }
}

extension Hop {
    /// `the newsletter told Ada Brandt [h1]`.
    public var sentence: String { phrase + (id.map { " [\($0)]" } ?? "") }

    /// `the newsletter told Ada Brandt`: without its id.
    public var phrase: String {
        let words = [
            speaker.label, verb?.string ?? (addressee == nil ? said("said") : said("told")), addressee?.name.string,
        ]
        return words.compactMap { $0 }.joined(separator: " ")
    }
}

extension ClaimRecord {
    /// `about Lee Marsh (mayor), Port authority`; nil where the claim does not say whom it is about.
    public var aboutLine: String? {
        guard let about = claim?.about, !about.isEmpty else { return nil }
        return said("about \(about.map(\.label).joined(separator: ", "))")
    }
}

extension OtherSpelling {
    /// `a party spelt ‘bank’ made a statement, @15, and did 2 things more`.
    ///
    /// - Parameter number: Formats a count.
    public func line(_ number: (Int) -> String = String.init) -> String {
        let rest =
            count == 1
            ? "" : count == 2 ? said(", and did 1 thing more") : said(", and did \(number(count - 1)) things more")
        return said("a party spelt \(name.asName) \(first.phrase(about: first.claimList)), \(first.position)\(rest)")
    }
}

extension ClaimRecord.Move {
    /// The claims it names, as a sentence lists them; nil where it names none.
    public var claimList: String? {
        claims.isEmpty ? nil : claims.map(\.asName).joined(separator: ", ")
    }
}

extension [ClaimRecord.Move] {
    /// `denials or responses`: the moves by name. With one that says that there was no response, they are events.
    public var noun: MoveNoun {
        if contains(where: \.isSilence) { return MoveNoun(words: ["event"]) }
        let nouns = [(EventType.denied, "denial"), (.reiterated, "reiteration"), (.responded, "response")]
        return MoveNoun(words: nouns.filter { type, _ in contains { $0.type == type } }.map(\.1))
    }
}

/// What some moves are called.
public struct MoveNoun: Sendable {
    fileprivate let words: [String]

    /// For one of them, or for many: `denial`, `denials or responses`.
    public func of(_ count: Int) -> String {
        words.map { said(code: count == 1 ? $0 : $0 + "s") }.joined(separator: said(" or "))
    }
}

extension RequestStanding {
    /// As pages say it: `no response`, not `silent`, which is a word for edits.
    public var words: String { self == .silent ? said("no response") : said(code: rawValue) }
}

extension CommentRequest {
    /// How it was made: `by phone`, `through a spokesperson`; nil where that is not said.
    var channelPhrase: String? {
        switch channel {
        case nil: nil
        case "reply": said("in a reply")
        case "post": said("in a post")
        case "message": said("by message")
        case "spokesperson": said("through a spokesperson")
        case "interview": said("in an interview")
        case "other": said("by other means")
        case let channel?: said("by \(said(code: channel.string))")
        }
    }
}

extension RequestRecord {
    /// When it was made, how and when it was answered, and its state when the story reported it.
    ///
    /// - Parameters:
    ///   - version: The version that told readers of it, as ``ClaimBoard/version(telling:)`` says.
    ///   - shown: Formats a time.
    public func summary(
        _ answers: RequestAnswers, toldIn version: Int?, _ shown: (EventTime) -> String = \.description
    ) -> String {
        let telling = telling(version, shown)
        let channel = request.channelPhrase.map { " \($0)" } ?? ""
        let about = request.claims.isEmpty ? said("the story") : request.claims.map(\.asName).joined(separator: ", ")
        var summary =
            request.asked.map { said("asked about \(about)\(channel) \(shown($0.time))") }
            ?? said("asked about \(about)\(channel), no later than \(shown(time))")
        if let notice { summary += said(", \(notice.asDuration) before \(telling)") }
        if let seconds = answers.seconds {
            summary += said(", \(answers.standing.words) \(seconds.asDuration) later")
            if let other = answers.otherParty(than: self) { summary += said(" by \(other.asName)") }
            if isAnsweredElsewhere(by: answers.decisive), let list = answers.decisive?.claimList {
                summary +=
                    said(" about \(list)") + (answers.phraseToTheClaims.map { said(", and \($0)") } ?? said(" alone"))
            }
        }
        let before =
            switch answers.standingAtPublication {
            case .answered: said("answered")
            case .declined: said("declined to comment")
            case .silent: said("did not respond")
            case .asked: said("no answer on record")
            }
        return summary + said("; \(before) before \(telling)")
    }
}

extension RequestAnswers {
    /// `denied ‘debt’ 6 min later`: the first answer about the claims asked about, where the decisive one is about others.
    fileprivate var phraseToTheClaims: String? {
        guard let (move, seconds) = toTheClaims else { return nil }
        // A silence has no time of its own.
        let later = move.response?.outcome == .noResponse ? "" : seconds.map { said(" \($0.asDuration) later") } ?? ""
        return move.phrase(about: move.claimList) + later
    }
}

extension RequestRecord {
    /// What told readers of it: `publication`, `v2`, or `the update of 17:20 (@17)`, which made no version.
    fileprivate func telling(_ version: Int?, _ shown: (EventTime) -> String) -> String {
        version.map { $0 == 1 ? said("publication") : "v\($0)" } ?? said("the update of \(shown(time)) (\(introduced))")
    }
}

extension ClaimBoard {
    /// The version that told readers of a request; nil where its event made none.
    public func version(telling request: RequestRecord) -> Int? { versions[request.introduced] }
}

extension Int64 {
    /// Seconds, to the two largest units: `3 d 4 h`, `19 h 40 min`, `12 min`, `45 s`, `less than a second`.
    public var asDuration: String {
        if self == 0 { return "less than a second" }
        let (days, hours, minutes) = (self / 86_400, self / 3_600 % 24, self / 60 % 60)
        if days > 0 { return hours > 0 ? said("\(days) d \(hours) h") : said("\(days) d") }
        if hours > 0 { return minutes > 0 ? said("\(hours) h \(minutes) min") : said("\(hours) h") }
        return minutes > 0 ? said("\(minutes) min") : said("\(self) s")
    }
}

extension RequestAnswers {
    /// The party of the move that gives the standing, where it is not the one that was asked: it has named the request.
    public func otherParty(than request: RequestRecord) -> Text? {
        guard let name = decisive?.by?.name, name != request.request.party.name else { return nil }
        return name
    }

    /// The standing, with the party that has answered for the one that was asked.
    public func words(to request: RequestRecord) -> String {
        standing.words + (otherParty(than: request).map { said(", by \($0.asName)") } ?? "")
    }
}
