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
    /// What a row says that a party did: `denied hop ‘h2’: Ann Rowe told Ben Tully`.
    public static func words(ofAct row: JSONObject) -> String {
        guard let name = row["act"]?.text else { return "" }
        guard let act = Act(rawValue: name.string) else { return name.string }
        guard [.denied, .partlyDenied, .reiterated].contains(act), let hop = row["hop"]?.text else { return act.words }
        return "\(act.words) hop \(hop.asName)" + (row["hopText"]?.text.map { ": \($0)" } ?? "")
    }
}
