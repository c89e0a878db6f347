import CanonicalJSON
import StoryEvents

extension Parties.Act {
    /// The act, as a word or two behind a party's name.
    public var words: String {
        switch self {
        case .said, .denied, .reiterated: rawValue
        case .told: "was told"
        case .about: "is the subject"
        case .asked: "was asked for comment"
        case .partlyDenied: "partly denied"
        case .statement: "made a statement"
        case .declined: "declined to comment"
        case .noResponse: "did not respond"
        case .acknowledges: "acknowledged"
        case .confirms: "confirmed"
        case .withdraws: "withdrew"
        }
    }
}

extension Parties {
    /// What a row says that a party did, as a timeline tells it, behind its name: `denied hop ‘h2’ of ‘spy’: Ann Rowe told Ben
    /// Tully`.
    public static func words(ofAct row: JSONObject) -> String {
        guard let name = row["act"]?.text else { return "" }
        guard let line = row["line"]?.text, let party = row["party"]?.text else {
            return Act(rawValue: name.string)?.words ?? name.string
        }
        let phrase = String(decoding: line.string.utf8.dropFirst(party.string.utf8.count + 1), as: UTF8.self)
        return phrase + (row["hopText"]?.text.map { ": \($0)" } ?? "")
    }
}
