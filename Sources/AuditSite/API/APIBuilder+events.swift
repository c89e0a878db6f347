import CanonicalJSON
import EventLog
import MerkleLog
import Projections
import StoryEvents

/// What the API says of events.
extension APIBuilder {
    /// The bytes of data after which a page of events ends; one event may have 64 MiB.
    private static let mostBytes = 4 << 20
    /// Events that are read at once.
    private static let chunk = 50

    func events() throws(SiteFault) -> JSON {
        let from = query["from"].flatMap { Int64($0) } ?? 0
        var visibility = try EventVisibility(responder)
        let end = try self.end(of: try ledgerCut)
        var (next, found, hidden): (Int64, [JSON], Int64) = (from, [], 0)
        var encoder = EventEncoder(record)
        let stop = min(end, from.addingReportingOverflow(Int64(limit)).partialValue)
        var bytes = 0
        while next < stop, bytes < Self.mostBytes {
            let (start, count) = (next, min(Self.chunk, Int(stop - next)))
            let page = try record.read { store throws(EventLogError) in
                try store.events(from: Position(start), limit: count)
            }
            guard !page.isEmpty else { break }
            for event in page {
                guard bytes < Self.mostBytes else { break }
                next = event.envelope.position.value + 1
                guard isAtOrBefore(event.envelope) else { continue }
                guard try visibility.shows(event.envelope) else {
                    hidden += 1
                    continue
                }
                found.append(try encoder.json(of: event))
                bytes += event.readableData?.count ?? 0
            }
        }
        return [
            "events": .array(found), "hidden": .integer(hidden),
            "next": next < end ? .string(Text(frame.here(["from": String(next)]))) : .null, "size": .integer(end),
        ]
    }

    /// Whether an event had happened by the moment of the request.
    private func isAtOrBefore(_ envelope: Envelope) -> Bool {
        cut.at.map { envelope.time.microseconds <= $0.microseconds } ?? true
    }

    /// The position after the last event that was recorded by a cut.
    private func end(of cut: LedgerCut) throws(SiteFault) -> Int64 {
        switch cut.asOf {
        case nil: return frame.size
        case .position(let position): return min(frame.size, position.value + 1)
        case .time(let time):
            let after = RecordedTime(microseconds: time.microseconds + 1)
            return try record.read { store throws(EventLogError) in try store.position(recordedAtOrAfter: after).value }
        }
    }

    func event(_ position: Position) throws(SiteFault) -> JSON {
        guard let event = try record.read({ store throws(EventLogError) in try store.event(at: position) }) else {
            throw try responder.noEvent(position)
        }
        if event.envelope.story != .ledger { try responder.refuseHidden(event.envelope.story, event: position) }
        var encoder = EventEncoder(record)
        var object = try encoder.object(of: event)
        let receipt = try record.read { store throws(EventLogError) in try store.receipt(ofEventAt: position) }
        object["receipt"] =
            receipt.map { receipt in
                [
                    "number": .integer(receipt.number), "outcome": .string(Text(receipt.outcome.rawValue)),
                    "recorded": .string(Text(receipt.recorded.description)),
                ]
            } ?? .null
        return .object(object)
    }
}

/// Encodes events as the API and its stream have them: `log --json`, and `{line, leaf, leafHash, proof}`.
struct EventEncoder {
    private var lines: StoryLines
    private var order: EventOrder
    private let record: SiteRecord

    init(_ record: SiteRecord) {
        lines = StoryLines(record.store)
        order = EventOrder(record.store)
        self.record = record
    }

    mutating func json(of event: RecordedEvent) throws(SiteFault) -> JSON { .object(try object(of: event)) }

    mutating func object(of event: RecordedEvent) throws(SiteFault) -> JSONObject {
        let line = try record.line(of: event, &lines)
        let isOutOfOrder: Bool
        do throws(EventLogError) { isOutOfOrder = try order.isOutOfOrder(event.envelope) } catch {
            throw SiteFault(error)
        }
        var object: JSONObject
        do throws(PayloadFault) { object = try event.json(isOutOfOrder: isOutOfOrder) } catch {
            throw SiteFault(StoryError.unreadable(event.envelope.position, error))
        }
        object["line"] = .string(Text(line))
        object["leaf"] = .string(Text(String(decoding: event.leaf, as: UTF8.self)))
        object["leafHash"] = .string(Text(Hash.leaf(event.leaf).hex))
        object["proof"] = .string(Text(Route.proof(event.envelope.position).path))
        return object
    }
}
