import CanonicalJSON
import ProseRendering
import Projections
import StoryEvents

/// A story as search engines and fact-checkers read it: a block of data in its page, which is not run.
///
/// Source: schema.org, NewsArticle, CorrectionComment and Claim; JSON-LD 1.1.
struct StructuredData {
    let frame: Frame
    let model: StoryModel
    /// Where the site is; empty where that is not known.
    let base: String

    /// The most claims that are told.
    private static let mostClaims = 100

    func write(_ page: inout Markup) {
        page.tag("<script type=\"application/ld+json\">")
        page.add(Markup(trusted: Self.escaped(json.bytes(pretty: false))))
        page.tag("</script>")
    }

    /// No markup of HTML can end the block or begin a comment in it, and nothing in it hides text or turns it round. What is
    /// escaped stands within strings.
    static func escaped(_ json: [UInt8]) -> [UInt8] {
        var escaped: [UInt8] = []
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            if ["<", ">", "&"].contains(scalar) || isHidden(scalar) {
                for unit in scalar.utf16 {
                    let digits = String(unit, radix: 16)
                    escaped += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
                }
            } else {
                escaped += scalar.utf8
            }
        }
        return escaped
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII || scalar.value == 0x7F else { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return true
        default: return scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private var address: String { base + Route.story(model.state.story, .now).path }

    var json: JSON {
        let state = model.state
        var article: JSONObject = [
            "@context": "https://schema.org", "@type": "NewsArticle", "@id": .string(Text(address)),
            "identifier": .string(state.story.text), "version": .integer(Int64(state.version)),
            "datePublished": JSON(state.published),
        ]
        if let updated = state.updated { article["dateModified"] = JSON(updated.time) }
        for (name, field) in [
            ("headline", "headline"), ("description", "dek"), ("inLanguage", "language"), ("articleSection", "section"),
            ("url", "url"),
        ] as [(Text, Text)] {
            guard state.withheldFields[field] == nil, let text = state.text(field) else { continue }
            // What no page would link is no address for others, either.
            guard field != "url" || text.string.hasPrefix("https://") || text.string.hasPrefix("http://") else {
                continue
            }
            article[name] = .string(text)
        }
        if let publisher = state.text("publisher"), state.withheldFields["publisher"] == nil {
            article["publisher"] = ["@type": "Organization", "name": .string(publisher)]
        }
        article["correction"] = .array(model.versions.filter { $0.isCorrection && $0.isAnnounced }.map(correction))
        article["mentions"] = .array(claims)
        return .object(article)
    }

    private func correction(_ version: VersionFacts) -> JSON {
        [
            "@type": "CorrectionComment", "text": JSON(version.note?.text),
            "datePublished": JSON(version.envelope.time),
            "url": .string(Text(base + Route.story(model.state.story, .version(version.number)).path)),
        ]
    }

    private var claims: [JSON] {
        let board = model.board
        return zip(board.claims.claims, board.claims.summaries).prefix(Self.mostClaims).compactMap { record, summary in
            guard let claim = record.claim else { return nil }
            var object: JSONObject = [
                "@type": "Claim", "identifier": .string(record.id), "text": .string(claim.text),
                "creativeWorkStatus": .string(Text(summary.standing.rawValue)),
                "appearance": ["@id": .string(Text(address))],
            ]
            if let hop = claim.attribution.first {
                object["claimInterpreter"] = ["@type": "Thing", "name": .string(hop.speaker.name)]
            }
            return .object(object)
        }
    }
}
