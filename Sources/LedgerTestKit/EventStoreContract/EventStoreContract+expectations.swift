import CanonicalJSON
import EventLog
import StoryEvents
import Testing

extension EventStoreContract {
    private static let table: [(ExpectedRevision, newest: Int64?, isAdmitted: Bool)] = [
        (.any, nil, true), (.any, 0, true), (.any, 2, true),
        (.none, nil, true), (.none, 0, false), (.none, 2, false),
        (.exists, nil, false), (.exists, 0, true), (.exists, 2, true),
        (.exactly(.first), nil, false), (.exactly(.first), 0, true), (.exactly(.first), 2, false),
        (.exactly(Revision(2)), nil, false), (.exactly(Revision(2)), 0, false), (.exactly(Revision(2)), 2, true),
    ]

    static let expectations =
        table.map { expected, newest, isAdmitted in
            Check("\(expected) against \(newest.map { "revision \($0)" } ?? "no story")") { ledger in
                let store = try ledger.open()
                try store.appendAll([.plain("other", story: "other")])
                if let newest { try store.appendAll((0...newest).map { .plain("\($0)") }) }
                let before = try store.everything()
                let new = NewEvent.plain("new")
                let append = { () throws(EventLogError) in
                    try store.append(dryRun: false) { transaction throws(EventLogError) in
                        try transaction.append(new, expecting: expected)
                    }
                }
                if isAdmitted {
                    let envelope = try append()
                    #expect(envelope.revision.value == (newest ?? -1) + 1)
                    #expect(try store.everything() == before + [new.recorded(as: envelope)])
                } else {
                    let found = newest.map(Revision.init)
                    let refusal = EventLogError.revisionMismatch(
                        story: new.story, expected: expected, found: found)
                    #expect(throws: refusal) { try append() }
                    #expect(try store.everything() == before)
                }
            }
        } + [
            Check("an expectation sees what its own transaction appended") { ledger in
                let store = try ledger.open()
                try store.append(dryRun: false) { transaction throws(EventLogError) in
                    _ = try transaction.append(.plain("a"), expecting: .none)
                    _ = try transaction.append(.plain("b"), expecting: .exactly(.first))
                    #expect(try transaction.newestRevision(of: NewEvent.plain("a").story) == Revision(1))
                    #expect(try transaction.events(of: NewEvent.plain("a").story).count == 2)
                }
                #expect(try store.size() == 2)
            },
            Check("who catches a refusal may go on, without the refused event") { ledger in
                let store = try ledger.open()
                try store.append(dryRun: false) { transaction throws(EventLogError) in
                    _ = try transaction.append(.plain("a"), expecting: .any)
                    #expect(throws: EventLogError.self) { try transaction.append(.plain("b"), expecting: .none) }
                    _ = try transaction.append(.plain("c"), expecting: .any)
                }
                #expect(try store.everything().map(\.envelope.identity.id) == ["a", "c"])
            },
            Check("an identity that is there already is refused with where it is, and the rest goes on") { ledger in
                let store = try ledger.open()
                try store.append(dryRun: false) { transaction throws(EventLogError) in
                    let first = try transaction.append(.plain("a"), expecting: .any)
                    let again = #expect(throws: EventLogError.self) {
                        try transaction.append(.plain("a"), expecting: .any)
                    }
                    guard case .recorded(let found)? = again else {
                        Issue.record("refused otherwise: \(String(describing: again))")
                        return
                    }
                    #expect(found.position == first.position && found.story == first.story)
                    _ = try transaction.append(.plain("b"), expecting: .any)
                }
                #expect(try store.everything().map(\.envelope.identity.id) == ["a", "b"])
            },
        ]
}
