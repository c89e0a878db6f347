import CanonicalJSON
import Dispatch
import EventLog
import StoryEvents
import Synchronization
import Testing

extension EventStoreContract {
    static let writers = [
        Check("two stores on one log, from two threads, lose nothing") { ledger in
            let stores = [try ledger.open(), try ledger.open()]
            let failures = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 2) { writer in
                do {
                    for number in 0..<50 {
                        let mine = NewEvent.plain("\(number) of \(writer)", story: "writer \(writer)")
                        let shared = NewEvent.plain("shared \(number) of \(writer)", story: "shared")
                        try stores[writer].appendAll([mine, shared])
                    }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
            #expect(failures.withLock { $0 } == [])
            let envelopes = try ledger.open().everything().map(\.envelope)
            #expect(envelopes.map(\.position.value) == Array(0..<200))
            for (name, count) in [("writer 0", 50), ("writer 1", 50), ("shared", 100)] as [(Text, Int64)] {
                let revisions = envelopes.filter { $0.story.text == name }.map(\.revision.value)
                #expect(revisions == Array(0..<count), "\(name)")
            }
        },
        Check("two recorders on one log decide on what the other one wrote") { ledger in
            let recorders = [Recorder(try ledger.open()), Recorder(try ledger.open())]
            _ = try recorders[0].record([.lines([Documents.published(body: "0")])])
            for number in 1...6 {
                let update = Submission.lines([
                    Documents.updated(body: "\(number)", expecting: .integer(Int64(number - 1)))
                ])
                #expect(try recorders[number % 2].record([update])[0].receipt?.outcome == .appended)
                #expect(try recorders[(number + 1) % 2].record([update])[0].receipt?.outcome == .duplicate)
            }
        },
        Check("who reads never waits for who writes, and sees the last commit") { ledger in
            let (writer, reader) = (try ledger.open(), try ledger.open())
            try writer.appendAll([.plain("a")])
            try writer.append(dryRun: false) { transaction throws(EventLogError) in
                _ = try transaction.append(.plain("b"), expecting: .any)
                #expect(try reader.size() == 1)
                #expect(try writer.size() == 1)
                #expect(try writer.events(from: .first, limit: 9).count == 1)
                #expect(try transaction.events(of: NewEvent.plain("a").story).count == 2)
            }
            #expect(try reader.size() == 2)
        },
    ]
}
