import SQLite
import StoryEvents

extension Connection {
    /// Who withheld the data of an event, by the event that says so; nil where there is none.
    ///
    /// - Throws: ``EventLogError/damaged(path:_:)`` where there is one that says something else.
    func withheld(_ position: Position) throws(EventLogError) -> Withheld? {
        let identity = Takedown.identity(of: position)
        do {
            let select = try cached("SELECT \(StoredEvent.columns) FROM event WHERE source = ? AND id = ?")
            try select.bind(1, identity.source.string)
            try select.bind(2, identity.id.string)
            defer { select.reset() }
            guard try select.step() else { return nil }
            let event = try StoredEvent.read(select, path: path) { _ in nil }
            let payload: Payload
            do throws(PayloadFault) { payload = try event.payload() } catch {
                throw EventLogError.damaged(path: path, "the event at \(event.envelope.position): \(error.message)")
            }
            guard case .withheld(let takedown) = payload, takedown.position == position else { return nil }
            return Withheld(by: event.envelope.position, recorded: event.envelope.recorded, takedown: takedown)
        } catch {
            throw EventLogError(anything: error, path: path)
        }
    }
}
