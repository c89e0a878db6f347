import CanonicalJSON
import StoryEvents

extension ClaimRecord.Move {
    /// What was done, as the rest of a sentence that begins with who did it: `partly denied closure, claiming night-lanes
    /// instead`. Ids stand as they came, unescaped.
    ///
    /// - Parameter object: What it was about, as the sentence is to call it; nil for the story as a whole.
    public func phrase(about object: String?) -> String {
        switch act {
        case .denied(let denial): denial.phrase(about: object ?? "the story")
        case .reiterated(let reiteration): reiteration.phrase(about: object ?? "the story")
        case .responded(let response): response.phrase(about: object)
        case .corrected: "corrected \(object ?? "the story")"
        }
    }
}

extension Denial {
    fileprivate func phrase(about object: String) -> String {
        let verb = extent == .partial ? "partly denied" : "denied"
        return "\(verb) \(object.with(hop: hop))" + (counterclaim.map { ", claiming \($0.id) instead" } ?? "")
    }
}

extension Reiteration {
    fileprivate func phrase(about object: String) -> String {
        var phrase = "stood by \(object.with(hop: hop))"
        switch strength {
        case .stronger: phrase += ", more strongly"
        case .softer: phrase += ", more softly"
        case .same, nil: break
        }
        return phrase + (answers.map { ", answering \($0)" } ?? "")
    }
}

extension Response {
    fileprivate func phrase(about object: String?) -> String {
        let on = object.map { " on \($0)" } ?? ""
        let phrase =
            switch outcome {
            case .statement: "made a statement" + on
            case .declined: "declined to comment" + on
            case .noResponse: "did not respond" + on
            case .acknowledges: "acknowledged \(object ?? "the story")"
            case .confirms: "confirmed \(object ?? "the story")"
            // Its own claim or its own denial.
            case .withdraws: "withdrew what it had said of \(object ?? "the story")"
            }
        return phrase + (request.map { " (request \($0))" } ?? "")
    }
}

extension String {
    /// The object of a sentence, or one hop of it.
    fileprivate func with(hop: Text?) -> String {
        guard let hop else { return self }
        return self == "it" ? "its hop \(hop)" : "hop \(hop) of \(self)"
    }
}
