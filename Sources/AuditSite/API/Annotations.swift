import CanonicalJSON
import Projections
import StoryEvents

/// The changed words between two versions as annotations of the versions' plain texts, a page of them.
///
/// Source: W3C Web Annotation Data Model and Vocabulary.
struct Annotations {
    let story: StoryID
    let old: StoryVersion
    let new: StoryVersion
    /// Where the site is; empty where that is not known.
    let base: String
    /// The address of the page, without the place that it begins at.
    let address: Query

    static let type = "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\""
    /// Annotations on one page.
    static let most = 1000

    /// - Parameter start: The first annotation of the page, from 0.
    func page(from start: Int) -> JSON {
        let differences = FieldDifference.all(from: old, to: new)
        var (number, items): (Int, [JSON]) = (0, [])
        for difference in differences {
            var sides = (old: PassageSelectors(difference.old), new: PassageSelectors(difference.new))
            for span in ChangedSpan.withMoves(in: difference) {
                if number >= start, items.count < Self.most { items.append(annotation(of: span, number, &sides)) }
                number += 1
            }
        }
        var page: JSONObject = [
            "@context": "http://www.w3.org/ns/anno.jsonld", "id": .string(Text(here(start))), "type": "AnnotationPage",
            "partOf": [
                "id": .string(Text(here(nil))), "type": "AnnotationCollection", "total": JSON(number),
                "label": .string(Text("What changed in \(story) from version \(old.number) to \(new.number)")),
                "first": .string(Text(here(0))),
            ],
            "startIndex": JSON(start), "items": .array(items),
        ]
        let next = start + items.count
        if next < number, !items.isEmpty { page["next"] = .string(Text(here(next))) }
        return .object(page)
    }

    private func annotation(
        of span: ChangedSpan, _ number: Int, _ sides: inout (old: PassageSelectors, new: PassageSelectors)
    ) -> JSON {
        let isGone = span.kind == .delete
        let words = isGone ? sides.old.selectors(of: span.old) : sides.new.selectors(of: span.new)
        var bodies: [JSON] = ([Self.word(for: span)] + span.marks.names).map { name in
            ["type": "TextualBody", "purpose": "tagging", "value": .string(Text(name))]
        }
        if span.kind != .insert, !isGone {
            // The words that stood there, or elsewhere, before.
            bodies.append([
                "type": "SpecificResource", "purpose": "describing", "source": source(old, span.field),
                "selector": sides.old.selectors(of: span.old),
            ])
        }
        return [
            "id": .string(Text(here(nil) + "#\(number)")), "type": "Annotation", "motivation": "describing",
            "created": JSON(new.envelope.recorded), "body": .array(bodies),
            "target": [
                "type": "SpecificResource", "source": source(isGone ? old : new, span.field), "selector": words,
            ],
        ]
    }

    private static func word(for span: ChangedSpan) -> String {
        switch span.kind {
        case .insert: "added"
        case .delete: "removed"
        case .move: "moved"
        default: "changed"
        }
    }

    private func source(_ version: StoryVersion, _ field: Text) -> JSON {
        let path = TextField(field).map { Route.story(story, .text(version.number, $0)).path } ?? ""
        let language = version.fields["language"]?.text
        var source: JSONObject = ["id": .string(Text(base + path)), "type": "Text", "format": "text/plain"]
        if let language { source["language"] = .string(language) }
        return .object(source)
    }

    private func here(_ start: Int?) -> String {
        var query = address
        query.set("start", start.map(String.init))
        return base + Route.api(.story(story, .annotations)).path + query.encoded
    }
}

/// A text of a version that has a file of its own.
enum TextField: String, Hashable, Sendable, CaseIterable {
    case headline, dek, body

    init?(_ field: Text) { self.init(rawValue: field.string) }

    /// Reads `body.txt`.
    init?(fileName: String) {
        guard fileName.hasSuffix(".txt") else { return nil }
        self.init(rawValue: String(fileName.dropLast(4)))
    }

    var fileName: String { rawValue + ".txt" }
}
