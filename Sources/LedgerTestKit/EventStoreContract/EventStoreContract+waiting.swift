import EventLog
import Testing

extension EventStoreContract {
    static let waiting: [Check] = [
        Check("a wait ends at a commit of this store or another on the same log, after the last look") { ledger in
            let (store, other) = (try ledger.open(), try ledger.open())
            let commits = store.commits()
            commits.wait(atMost: .zero)
            for (number, writer) in [store, other, other, store].enumerated() {
                #expect(!commits.wait(atMost: .zero))
                try writer.appendAll([.sample(id: "\(number)")])
                #expect(commits.wait(atMost: .seconds(60)))
                #expect(try store.size() == Int64(number) + 1)
            }
        },
        Check("a dry run and a transaction that is undone end no wait") { ledger in
            let store = try ledger.open()
            let commits = store.commits()
            commits.wait(atMost: .zero)
            try store.appendAll([.sample(id: "1")], dryRun: true)
            #expect(!commits.wait(atMost: .zero))
        },
        Check("everyone who waits is told of a commit") { ledger in
            let store = try ledger.open()
            let all = [store.commits(), store.commits(), try ledger.open().commits()]
            for commits in all { commits.wait(atMost: .zero) }
            try store.appendAll([.sample(id: "1")])
            for commits in all { #expect(commits.wait(atMost: .seconds(60))) }
        },
        Check("a wait ends when it is woken, before it began or meanwhile") { ledger in
            let commits = try ledger.open().commits()
            commits.wait(atMost: .zero)
            commits.wake()
            #expect(commits.wait(atMost: .seconds(60)))
            #expect(!commits.wait(atMost: .zero))
        },
    ]
}
