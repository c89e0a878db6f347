import CanonicalJSON
import EventLog
import StoryEvents

/// Says what is wrong with a leaf that is not plainly what its columns say.
struct LeafFaults {
    /// The envelope, where the leaf holds one.
    let envelope: Envelope?
    /// Each column or member that differs; none when the leaf is what the columns say after all.
    let faults: [String]

    init(_ event: AuditedEvent) {
        do throws(LeafFault) {
            let envelope = try Envelope(leaf: Array(event.leaf))
            self.envelope = envelope
            faults = Self.differences(event, envelope)
        } catch {
            envelope = nil
            faults = [error.message]
        }
    }

    private static func differences(_ event: AuditedEvent, _ envelope: Envelope) -> [String] {
        var faults: [String] = []
        func compare(_ name: String, _ column: UnsafeRawBufferPointer, _ leaf: Text) {
            guard !column.elementsEqual(leaf.utf8) else { return }
            faults.append("its \(name) is \(column.shown), its leaf says \(leaf.string.shown)")
        }
        func compare(_ name: String, _ column: Int64, _ leaf: Int64) {
            if column != leaf { faults.append("its \(name) is \(column), its leaf says \(leaf)") }
        }
        compare("position", event.position, envelope.position.value)
        compare("story", event.story, envelope.story.text)
        compare("revision", event.revision, envelope.revision.value)
        compare("type", event.type, Text(envelope.type.rawValue))
        compare("source", event.source, envelope.identity.source)
        compare("id", event.id, envelope.identity.id)
        if event.recorded != envelope.recorded.microseconds {
            let column =
                RecordedTime.isSane(event.recorded)
                ? RecordedTime(microseconds: event.recorded).description : "\(event.recorded) microseconds"
            faults.append("its recorded time is \(column), its leaf says \(envelope.recorded)")
        }
        if !(1...Envelope.currentSchema).contains(envelope.schema) {
            faults.append("its schema is \(envelope.schema); this program knows 1 to \(Envelope.currentSchema)")
        }
        return faults
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes quoted, and cut where they are many.
    var shown: String { text.shown }
}

extension String {
    /// The text quoted, and cut where it is long.
    var shown: String { "'\(count > 60 ? prefix(59) + "…" : self[...])'" }
}
