import CanonicalJSON
import StoryEvents

extension Parties.Act {
    /// The act, as a word or two behind a party's name.
    public var words: String {
        switch self {
        case .said, .denied, .reiterated: StoryEvents.said(code: rawValue)
        case .told: StoryEvents.said("was told")
        case .about: StoryEvents.said("is the subject")
        case .asked: StoryEvents.said("was asked for comment")
        case .partlyDenied: StoryEvents.said("partly denied")
        case .statement: StoryEvents.said("made a statement")
        case .declined: StoryEvents.said("declined to comment")
        case .noResponse: StoryEvents.said("did not respond")
        case .acknowledges: StoryEvents.said("acknowledged")
        case .confirms: StoryEvents.said("confirmed")
        case .withdraws: StoryEvents.said("withdrew")
        }
    }
}

extension Parties {
    /// What a row says that a party did, as a timeline tells it, behind its name: `denied hop ‘h2’ of ‘spy’: Ann Rowe told Ben
    /// Tully`.
    public static func words(ofAct row: JSONObject) -> String {
        guard let name = row["act"]?.text else { return "" }
        // The sentences of rows are persisted in English.
        guard RecordWords.current == nil, let line = row["line"]?.text, let party = row["party"]?.text else {
            return Act(rawValue: name.string)?.words ?? said(code: name.string)
        }
        let phrase = String(decoding: line.string.utf8.dropFirst(party.string.utf8.count + 1), as: UTF8.self)
        return phrase + (row["hopText"]?.text.map { ": \($0)" } ?? "")
    }
}
