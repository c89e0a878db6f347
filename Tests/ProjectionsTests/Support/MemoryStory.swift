import CanonicalJSON
import StoryEvents

/// One story, decided and folded in memory: many times as fast as through a ledger.
struct MemoryStory {
    private(set) var state: StoryState?
    private(set) var events: [RecordedEvent] = []

    /// - Parameter recorded: Seconds since 1970, not before the last one.
    /// - Returns: Whether the document was appended.
    @discardableResult
    mutating func append(_ json: JSON, recorded: Int64) throws -> Bool {
        guard case .object(var object) = json else { return false }
        object["subject"] = "mill"
        let document: EventDocument
        let decision: Decision
        do throws(Refusals) {
            document = try EventDocument(.object(object), defaultSource: "desk")
            decision = try Decision(document, on: state)
        } catch {
            return false
        }
        guard case .append(let completed, _) = decision else { return false }
        let data = JSON.object(completed?.data ?? document.data).canonicalBytes
        let salt = [UInt8](repeating: 7, count: Commitment.saltLength)
        let position = Position(Int64(events.count))
        let envelope = Envelope(
            commitment: Commitment(to: data, salt: salt)!,
            identity: EventIdentity(source: "desk", id: document.id ?? Text("e\(events.count)")),
            story: document.story, type: document.type, time: document.time,
            recorded: RecordedTime(microseconds: recorded * 1_000_000), position: position,
            revision: Revision(position.value), previous: state?.position)
        state.apply(envelope, completed?.payload ?? document.payload)
        events.append(
            RecordedEvent(envelope: envelope, leaf: [], content: RecordedEvent.Content(salt: salt, data: data)))
        return true
    }
}
