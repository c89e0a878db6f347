import CanonicalJSON
import EventLog
import LedgerTestKit
import Projections
import StoryEvents
import Testing

/// The rows of random histories against what a slow and obvious reading of the same events says.
@Suite("Ledger projections agree with an obvious model")
struct ModelTests {
    @Test(arguments: 20..<32 as Range<UInt64>)
    func agrees(seed: UInt64) throws {
        let ledger = try KeptLedger()
        var history = RandomHistory(seed: seed)
        try ledger.append(history.documents(70))
        let views = try ledger.views()
        #expect(try views.catchUp())
        let events = try ledger.store.events(from: .first, limit: .max)
        let stories = Set(events.map(\.envelope.story))

        let index = try views.rows(StoryIndex.self)
        #expect(Set(index.map(\.story)) == Set(stories.map(\.text)), "seed \(seed)")
        var silentEdits = 0
        for row in index {
            let view = try StoryReader(ledger.store).view(of: try #require(StoryID(row.story)))
            let edits = Edit.history(of: view)
            let silent = edits.count(where: \.isSilent)
            var replay = try StoryReplay(EditsOfStory.name, of: view)
            try replay.finish()
            // Every event is a version or named among the others.
            let versions = Set(view.versions.map(\.envelope.position))
            let others = view.events.filter { !versions.contains($0.envelope.position) }
            guard case .object(let told) = replay.json, case .array(let named)? = told["others"] else {
                Issue.record("\(replay.json)")
                continue
            }
            #expect(told["story"] == .string(row.story) && told["versions"] == .array(edits.map { $0.json() }))
            let positions = named.map { event -> JSON? in
                guard case .object(let members) = event else { return nil }
                return members["position"]
            }
            #expect(positions == others.map { JSON($0.envelope.position) }, "seed \(seed)")
            silentEdits += silent
            #expect(row.value["headline"] == view.state.fields["headline"], "seed \(seed)")
            #expect(row.value["status"] == .string(Text(view.state.status.rawValue)), "seed \(seed)")
            #expect(row.value["version"] == .integer(Int64(view.versions.count)), "seed \(seed)")
            #expect(row.value["events"] == .integer(Int64(view.events.count)), "seed \(seed)")
            #expect(row.value["position"] == .integer(view.state.position.value), "seed \(seed)")
            #expect(row.value["silentEdits"] == .integer(Int64(silent)), "seed \(seed)")
            #expect(row.value["backdated"] == .integer(Int64(backdated(view.events))), "seed \(seed)")
            #expect(row.value["outOfOrder"] == .integer(Int64(outOfOrder(view.events))), "seed \(seed)")
        }

        let days =
            try views.read(Activity.self) { rows throws(ViewsError) in
                try rows.tally(by: ["day"], summing: Activity.counts)
            }?.value ?? []
        let byDay = Dictionary(grouping: events) { $0.envelope.recorded.description.prefix(10) }
        #expect(days.map { $0["day"] } == byDay.keys.sorted().map { .string(Text(String($0))) }, "seed \(seed)")
        for day in days {
            guard case .string(let name)? = day["day"], let today = byDay[name.string.prefix(10)] else { continue }
            #expect(day["events"] == .integer(Int64(today.count)), "seed \(seed)")
            #expect(
                day["begun"] == .integer(Int64(today.count { $0.envelope.type == .published })), "seed \(seed)")
            #expect(day["stories"] == .integer(Int64(Set(today.map(\.envelope.story)).count)), "seed \(seed)")
        }
        #expect(sum("silentEdits", days) == silentEdits, "seed \(seed)")
        #expect(sum("backdated", days) == backdated(events), "seed \(seed)")
        let disordered = stories.map { story in outOfOrder(events.filter { $0.envelope.story == story }) }
        #expect(sum("outOfOrder", days) == disordered.reduce(0, +), "seed \(seed)")

        #expect(try views.rows(Parties.self).map(\.value["party"]).sorted() == names(events).sorted(), "seed \(seed)")
    }

    /// Events recorded more than an hour after they happened.
    private func backdated(_ events: [RecordedEvent]) -> Int {
        events.count { $0.envelope.recorded.microseconds - $0.envelope.time.microseconds > 3_600_000_000 }
    }

    /// Events of one story recorded after one that happened later; for texts, after a text.
    private func outOfOrder(_ events: [RecordedEvent]) -> Int {
        events.indices.count { index in
            let event = events[index].envelope
            let isEdit = [.published, .updated].contains(event.type)
            return events[..<index].contains { earlier in
                event.time.isBefore(earlier.envelope.time)
                    && (!isEdit || [.published, .updated].contains(earlier.envelope.type))
            }
        }
    }

    private func sum(_ name: Text, _ rows: [JSONObject]) -> Int {
        rows.reduce(0) { sum, row in
            if case .integer(let number)? = row[name] { sum + Int(number) } else { sum }
        }
    }

    /// Every party named anywhere, as often as it is: what is called `name` in the data, bylines and files aside.
    private func names(_ events: [RecordedEvent]) throws -> [JSON?] {
        var names: [JSON?] = []
        func walk(_ json: JSON) {
            switch json {
            case .object(let object):
                if let name = object["name"] { names.append(name) }
                for member in object.members { walk(member.value) }
            case .array(let elements): for element in elements { walk(element) }
            default: break
            }
        }
        for event in events {
            var data = try #require(try event.data())
            // The file it came in has a name, too.
            data["context"] = nil
            walk(.object(data))
        }
        return names
    }
}

extension [JSON?] {
    fileprivate func sorted() -> [String] {
        map { $0.map { String(decoding: $0.canonicalBytes, as: UTF8.self) } ?? "" }.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
    }
}
