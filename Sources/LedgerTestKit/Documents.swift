import CanonicalJSON
import EventLog
import StoryEvents

/// Event documents as a producer would write them.
public enum Documents {
    /// Starts a story; with what else of data is given over the headline and the body.
    public static func published(
        _ story: Text = "harbor-bridge", id: Text? = nil, headline: Text = "Bridge closed", body: Text = "It is shut.",
        claims: [JSON] = [], expecting: JSON? = nil
    ) -> JSON {
        var data: JSONObject = ["headline": .string(headline), "body": .string(body)]
        if !claims.isEmpty { data["claims"] = .array(claims) }
        return document("published", story, id, data, expecting)
    }

    /// Changes a story's body.
    public static func updated(
        _ story: Text = "harbor-bridge", id: Text? = nil, body: Text, expecting: JSON? = nil
    ) -> JSON {
        document("updated", story, id, ["body": .string(body)], expecting)
    }

    /// Denies a story's only claim.
    public static func denied(_ story: Text = "harbor-bridge", id: Text? = nil, by party: Text = "The port") -> JSON {
        document("denied", story, id, ["by": .string(party)], nil)
    }

    /// Answers a story.
    public static func responded(
        _ story: Text = "harbor-bridge", id: Text? = nil, by party: Text = "The port", outcome: Text = "declined"
    ) -> JSON {
        document("responded", story, id, ["by": .string(party), "outcome": .string(outcome)], nil)
    }

    private static func document(
        _ type: Text, _ story: Text, _ id: Text?, _ data: JSONObject, _ expecting: JSON?
    ) -> JSON {
        var document: JSONObject = [
            "type": .string(type), "subject": .string(story), "time": "2026-03-02T11:20:00+01:00",
            "data": .object(data),
        ]
        document["id"] = id.map(JSON.string)
        document["expectedrevision"] = expecting
        return .object(document)
    }
}

extension Submission {
    /// A file with one document a line.
    public static func lines(
        _ documents: [JSON], file: Text = "batch.ndjson", source: Text = "newsdesk", mayWait: Bool = false
    ) -> Submission {
        let bytes = documents.flatMap { $0.bytes(pretty: false) + [UInt8(ascii: "\n")] }
        return Submission(file: file, bytes: bytes, format: .lines, defaultSource: source, mayWait: mayWait)
    }
}

extension NewEvent {
    /// An event of the `newsdesk` that says nothing in particular.
    ///
    /// - Parameter content: Data and fingerprint are made of it.
    public static func sample(
        _ story: String = "harbor-bridge", id: Text, source: Text = "newsdesk", content: Text = "something"
    ) throws -> NewEvent {
        guard let story = StoryID(Text(story)) else { throw BadSample(story: story) }
        var fingerprint = [UInt8](repeating: 0, count: 32)
        for (index, byte) in content.utf8.enumerated() { fingerprint[index % 32] &+= byte }
        let data = JSON.object(["body": .string(content), "headline": "Sample"]).canonicalBytes
        return NewEvent(
            identity: EventIdentity(source: source, id: id), story: story, type: .published,
            time: try EventTime("2026-03-02T11:20:00+01:00"), data: data, salt: RandomSalts.next(),
            fingerprint: fingerprint)
    }

    /// What no story can be called.
    public struct BadSample: Error {
        let story: String
    }
}
