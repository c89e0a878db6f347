import CanonicalJSON
import EventLog
import StoryEvents

/// Some events as they are sent to clients of the stream.
///
/// Source: HTML, server-sent events.
struct StreamPage: Sendable {
    /// The lines of the events, ready to send; empty where nothing is to be told.
    var bytes: [UInt8] = []
    /// The position after the last event that was looked at.
    var next: Position
    /// Whether the log had no more events then.
    var isAtEnd: Bool

    /// The most events that one page looks at, how many it reads at once, and the bytes after which it ends.
    private static let (most, chunk, mostBytes) = (200, 10, 32 << 10)
    /// The most bytes of one event: many clients may be sent it at once.
    static let longest = 256 << 10

    /// Where a stream begins, once it is sure that it may: the position that was asked for, else the end of the log.
    static func start(of question: StreamQuestion, _ responder: Responder) throws(SiteFault) -> Position {
        if let story = question.story { try responder.refuseHidden(story) }
        let size = try responder.record.size()
        guard let from = question.from else { return Position(size) }
        guard from.value <= size else {
            throw .notFound(
                "The log has no \(from)", remedy: size == 0 ? "the log is empty" : "the newest is @\(size - 1)")
        }
        return from
    }

    /// Reads from a position on.
    init(_ question: StreamQuestion, from start: Position, _ responder: Responder) throws(SiteFault) {
        (next, isAtEnd) = (start, false)
        var visibility = try EventVisibility(responder)
        var encoder = EventEncoder(responder.record)
        while bytes.count < Self.mostBytes, next.value - start.value < Int64(Self.most) {
            let place = next
            let events = try responder.record.read { store throws(EventLogError) in
                try store.events(from: place, limit: Self.chunk)
            }
            guard !events.isEmpty else {
                isAtEnd = true
                return
            }
            try tell(events, question, &visibility, &encoder)
        }
    }

    private mutating func tell(
        _ events: [RecordedEvent], _ question: StreamQuestion, _ visibility: inout EventVisibility,
        _ encoder: inout EventEncoder
    ) throws(SiteFault) {
        for event in events {
            if bytes.count >= Self.mostBytes { break }
            next = event.envelope.position.next
            guard question.story == nil || event.envelope.story == question.story,
                question.type == nil || event.envelope.type == question.type
            else { continue }
            if try visibility.shows(event.envelope) {
                let data = try encoder.json(of: event).bytes(pretty: false)
                let isLong = data.count > Self.longest
                write(
                    event.envelope.position, isLong ? "long" : event.envelope.type.rawValue,
                    isLong ? Self.place(event.envelope.position) : data)
            } else if !question.isFiltered {
                // Clients learn that a position is left out, so that they can ask for it once it is shown.
                write(event.envelope.position, "omitted", Self.place(event.envelope.position))
            }
        }
    }

    private static func place(_ position: Position) -> [UInt8] {
        (["position": JSON(position)] as JSON).bytes(pretty: false)
    }

    private mutating func write(_ position: Position, _ name: String, _ data: [UInt8]) {
        bytes += Array("id: \(position.value)\nevent: \(name)\ndata: ".utf8)
        bytes += data
        bytes += Array("\n\n".utf8)
    }
}
