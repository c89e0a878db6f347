import CanonicalJSON
import ProseDiff
import StoryEvents

extension StoryBlame {
    /// `{story, version, position, fields: [{field, sentences: [{range, text, version, position, time, recorded, source,
    /// returnedIn, newest,
    /// takenOut: [{at, version, position}], words: [{range, text, version, position, returnedIn}]}]}], obscured, withheld}`.
    public var json: JSON {
        var object = JSONObject()
        object["story"] = .string(story.text)
        object["version"] = JSON(version.number)
        object["position"] = JSON(version.envelope.position)
        object["fields"] = .array(
            fields.map { ["field": .string($0.field), "sentences": .array(sentences(of: $0))] })
        object["obscured"] = .array(obscured.map { JSON($0) })
        object["withheld"] = .array(withheld.map(\.json))
        return .object(object)
    }

    private func sentences(of field: Field) -> [JSON] {
        var spans = field.blame.spans[...]
        return field.blame.sentences.map { sentence in
            var object = json(field, sentence.range, sentence.origin)
            let envelope = versions[sentence.origin.version].envelope
            object["time"] = JSON(envelope.time)
            object["recorded"] = JSON(envelope.recorded)
            object["source"] = .string(envelope.identity.source)
            object["newest"] = JSON(versions[sentence.newest].number)
            object["takenOut"] = .array(sentence.cuts.map { json($0) })
            var words: [JSON] = []
            spans = spans.drop { $0.range.upperBound <= sentence.range.lowerBound }
            for span in spans.prefix(while: { $0.range.lowerBound < sentence.range.upperBound }) {
                words.append(.object(json(field, span.range.clamped(to: sentence.range), span.origin)))
            }
            object["words"] = .array(words)
            return .object(object)
        }
    }

    private func json(_ cut: Blame.Cut) -> JSON {
        var object = JSONObject()
        object["at"] = JSON(cut.place)
        object["version"] = JSON(versions[cut.version].number)
        object["position"] = JSON(versions[cut.version].envelope.position)
        return .object(object)
    }

    private func json(_ field: Field, _ range: Range<Int>, _ origin: Blame.Origin) -> JSONObject {
        var object = JSONObject()
        object["range"] = [JSON(range.lowerBound), JSON(range.upperBound)]
        object["text"] = .string(Text(String(decoding: field.text[range], as: UTF8.self)))
        object["version"] = JSON(versions[origin.version].number)
        object["position"] = JSON(versions[origin.version].envelope.position)
        object["returnedIn"] = origin.returned.map { JSON(versions[$0].number) } ?? .null
        return object
    }
}
