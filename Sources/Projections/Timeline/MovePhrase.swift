import CanonicalJSON
import StoryEvents

extension ClaimRecord.Move {
    /// The predicate of a sentence whose subject is the party: `partly denied ‘closure’, claiming ‘night-lanes’ instead`.
    ///
    /// - Parameters:
    ///   - object: The object of the sentence; nil for the story as a whole. It is not escaped.
    ///   - bearing: What it means beside the denials of its own party, as ``Deniers`` tells.
    public func phrase(about object: String?, _ bearing: DenialBearing = .none) -> String {
        switch act {
        case .denied(let denial): denial.phrase(about: object ?? "the story")
        case .reiterated(let reiteration): reiteration.phrase(about: object, bearing, answered)
        case .responded(let response): response.phrase(about: object, bearing)
        case .corrected: "corrected \(object ?? "the story")"
        }
    }
}

extension Denial {
    fileprivate func phrase(about object: String) -> String {
        let verb = extent == .partial ? "partly denied" : "denied"
        return "\(verb) \(object.with(hop: hop))" + (counterclaim.map { ", claiming \($0.id.asName) instead" } ?? "")
    }
}

extension Reiteration {
    fileprivate func phrase(about object: String?, _ bearing: DenialBearing, _ answered: [Position]) -> String {
        var phrase =
            bearing == .repeats
            ? "repeated the denial" + (object.map { " of \($0.with(hop: hop))" } ?? "")
            : "stood by \((object ?? "the story").with(hop: hop))"
        if case .standsBy(let hops) = bearing { phrase += ", while denying \(hops.asHops(of: nil))" }
        switch strength {
        case .stronger: phrase += ", more strongly"
        case .softer: phrase += ", more softly"
        case .same, nil: break
        }
        // The same id may be that of events of several sources.
        let places = answered.isEmpty ? "" : " (\(answered.map(\.description).joined(separator: " or ")))"
        return phrase + (answers.map { ", answering \($0.asName)\(places)" } ?? "")
    }
}

extension Response {
    fileprivate func phrase(about object: String?, _ bearing: DenialBearing) -> String {
        let on = object.map { " on \($0)" } ?? ""
        let phrase =
            switch outcome {
            case .statement: "made a statement" + on
            case .declined: "declined to comment" + on
            case .noResponse: "did not respond" + (object.map { " about \($0)" } ?? "")
            case .acknowledges: "acknowledged \(object ?? "the story")"
            case .confirms: "confirmed \(object ?? "the story")"
            case .withdraws:
                if case .takesBack(let hops) = bearing {
                    "took back the denial"
                        + (hops.isEmpty ? object.map { " of \($0)" } ?? "" : " of \(hops.asHops(of: object))")
                } else if case .withdrawsClaims(let claims) = bearing {
                    "withdrew the \(claims.count == 1 ? "claim" : "claims")\(claims.asWithdrawn(by: object))"
                } else {
                    "withdrew earlier words about \(object ?? "the story")\(bearing.withdrawn)"
                }
            }
        return phrase + (request.map { " (request \($0.asName))" } ?? "")
    }
}

extension DenialBearing {
    /// ` (the denial @66, the confirmation @72)`: what a withdrawal takes back; empty where the record has none of it.
    fileprivate var withdrawn: String {
        guard case .withdraws(let words) = self else { return "" }
        return " (\(words.map(\.description).joined(separator: ", ")))"
    }
}

extension Text {
    /// A source as the subject of a sentence: `The source ‘cms’`.
    var asActor: String { "The source \(asName)" }

    /// An id as sentences write it: `‘closure’`. It is not escaped.
    public var asName: String { "\u{2018}\(self)\u{2019}" }
}

extension [Text] {
    /// The most claims of a withdrawal that names none.
    private static let most = 3

    /// ` ‘told’`; empty for "it".
    fileprivate func asWithdrawn(by object: String?) -> String {
        if let object { return object == "it" ? "" : " \(object)" }
        let rest = count > Self.most ? " and \(count - Self.most) more" : ""
        return " \(prefix(Self.most).map(\.asName).joined(separator: ", "))\(rest)"
    }

    /// `hop ‘h2’`, `hops ‘h1’, ‘h2’`, `hop ‘h2’ of ‘closure’`, `its hop ‘h2’`.
    fileprivate func asHops(of object: String?) -> String {
        let hops = "\(count == 1 ? "hop" : "hops") \(map(\.asName).joined(separator: ", "))"
        return object.map { $0 == "it" ? "its \(hops)" : "\(hops) of \($0)" } ?? hops
    }
}

extension String {
    /// The object of a sentence, or one hop of it.
    fileprivate func with(hop: Text?) -> String {
        guard let hop else { return self }
        return self == "it" ? "its hop \(hop.asName)" : "hop \(hop.asName) of \(self)"
    }
}
