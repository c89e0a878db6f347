import CanonicalJSON
import EventLog
import StoryEvents

extension RecordedEvent {
    /// The envelope's members by their names in the leaf, whether the event is out of order in its story, and the data:
    /// `{position, revision, story, type, id, source, time, recorded, backdated, outOfOrder, previous, schema, commitment, data,
    /// withheld, withheldPieces}`.
    ///
    /// - Parameter isOutOfOrder: As ``EventOrder`` says.
    /// - Throws: `PayloadFault` where the stored data cannot be decoded.
    public func json(isOutOfOrder: Bool) throws(PayloadFault) -> JSONObject {
        var object = JSONObject()
        object["position"] = JSON(envelope.position)
        object["revision"] = JSON(envelope.revision)
        object["story"] = .string(envelope.story.text)
        object["type"] = .string(Text(envelope.type.rawValue))
        object["id"] = .string(envelope.identity.id)
        object["source"] = .string(envelope.identity.source)
        let backdating = Backdating(isBackdated: envelope.isBackdated, isOutOfOrder: isOutOfOrder)
        setTimes(envelope.time, envelope.recorded, backdating, &object)
        object["previous"] = envelope.previous.map { JSON($0) } ?? .null
        object["schema"] = JSON(envelope.schema)
        object["commitment"] = .string(Text(envelope.commitment.description))
        object["data"] = try data().map(JSON.object) ?? .null
        object["withheld"] = withheld?.json ?? .null
        object["withheldPieces"] = .array(partial?.data.hidden.map { JSON($0) } ?? [])
        return object
    }
}
