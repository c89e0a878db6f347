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
        case .denied(let denial): denial.phrase(about: object)
        case .reiterated(let reiteration): reiteration.phrase(about: object, bearing, answered)
        case .responded(let response): response.phrase(about: object, bearing)
        case .corrected: said("corrected \(object.orStory)")
        }
    }
}

extension Denial {
    fileprivate func phrase(about object: String?) -> String {
        let verb = extent == .partial ? said("partly denied") : said("denied")
        return "\(verb) \(object.orStory(hop: hop))"
            + (counterclaim.map { said(", claiming \($0.id.asName) instead") } ?? "")
    }
}

extension Reiteration {
    fileprivate func phrase(about object: String?, _ bearing: DenialBearing, _ answered: [Position]) -> String {
        var phrase =
            bearing == .repeats
            ? said("repeated the denial") + (object.map { said(" of \($0.with(hop: hop))") } ?? "")
            : said("stood by \(object.orStory(hop: hop))")
        if case .standsBy(let hops) = bearing { phrase += said(", while denying \(hops.asHops(of: nil))") }
        switch strength {
        case .stronger: phrase += said(", more strongly")
        case .softer: phrase += said(", more softly")
        case .same, nil: break
        }
        // The same id may be that of events of several sources.
        let places = answered.isEmpty ? "" : " (\(answered.map(\.description).joined(separator: said(" or "))))"
        return phrase + (answers.map { said(", answering \($0.asName)\(places)") } ?? "")
    }
}

extension Response {
    fileprivate func phrase(about object: String?, _ bearing: DenialBearing) -> String {
        let on = object.map { said(" on \($0.asObject)") } ?? ""
        let phrase =
            switch outcome {
            case .statement: said("made a statement") + on
            case .declined: said("declined to comment") + on
            case .noResponse: said("did not respond") + (object.map { said(" about \($0.asObject)") } ?? "")
            case .acknowledges: said("acknowledged \(object.orStory)")
            case .confirms: said("confirmed \(object.orStory)")
            case .withdraws:
                if case .takesBack(let hops) = bearing {
                    said("took back the denial")
                        + (hops.isEmpty
                            ? object.map { said(" of \($0.asObject)") } ?? "" : said(" of \(hops.asHops(of: object))"))
                } else if case .withdrawsClaims(let claims) = bearing {
                    claims.count == 1
                        ? said("withdrew the claim\(claims.asWithdrawn(by: object))")
                        : said("withdrew the claims\(claims.asWithdrawn(by: object))")
                } else {
                    said("withdrew earlier words about \(object.orStory)\(bearing.withdrawn)")
                }
            }
        return phrase + (request.map { said(" (request \($0.asName))") } ?? "")
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
    var asActor: String { said("The source \(asName)") }

    /// An id as sentences write it: `‘closure’`. It is not escaped.
    public var asName: String { "\u{2018}\(self)\u{2019}" }
}

extension [Text] {
    /// The most claims of a withdrawal that names none.
    private static let most = 3

    /// ` ‘told’`; empty for "it".
    fileprivate func asWithdrawn(by object: String?) -> String {
        if let object { return object == "it" ? "" : " \(object)" }
        let rest = count > Self.most ? said(" and \(count - Self.most) more") : ""
        return " \(prefix(Self.most).map(\.asName).joined(separator: ", "))\(rest)"
    }

    /// `hop ‘h2’`, `hops ‘h1’, ‘h2’`, `hop ‘h2’ of ‘closure’`, `its hop ‘h2’`.
    fileprivate func asHops(of object: String?) -> String {
        let names = map(\.asName).joined(separator: ", ")
        let hops = count == 1 ? said("hop \(names)") : said("hops \(names)")
        return object.map { $0 == "it" ? said("its \(hops)") : said("\(hops) of \($0)") } ?? hops
    }
}

extension String {
    /// The object of a sentence, or one hop of it.
    fileprivate func with(hop: Text?) -> String {
        guard let hop else { return asObject }
        return self == "it" ? said("its hop \(hop.asName)") : said("hop \(hop.asName) of \(self)")
    }
}

extension String {
    /// The object of a sentence: `it` in the language of the page.
    fileprivate var asObject: String { self == "it" ? said("it") : self }
}

extension String? {
    /// The object of a sentence; without one, the story.
    fileprivate var orStory: String { self?.asObject ?? said("the story") }

    fileprivate func orStory(hop: Text?) -> String { (self ?? said("the story")).with(hop: hop) }
}
