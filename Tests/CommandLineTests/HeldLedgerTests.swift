import Foundation
import SQLite
import Testing

/// Exit status 75: nothing is wrong with the command, and the same again will do.
@Suite("A ledger that another process holds")
struct HeldLedgerTests {
    private let shell: Shell

    /// A ledger of two events; the second is to be withheld.
    init() throws {
        shell = try Shell()
        _ = try shell.type("storyledger init --origin ferry.example/ledger")
        _ = try shell.type("storyledger append demo/1-published.md demo/2-no-response.md")
        // With views that have it too.
        _ = try shell.type("storyledger stories")
    }

    private let withhold = "storyledger withhold --position 1 --yes --reason R --authority A --wait 0"

    private func another() throws -> Connection {
        try Connection(
            path: shell.directory.appendingPathComponent("ledger/ledger.db").path, access: .readWrite,
            busyTimeout: .zero)
    }

    @Test func isLeftAsItIsWhileAnotherWrites() throws {
        defer { shell.remove() }
        let writer = try another()
        try writer.execute("BEGIN IMMEDIATE")
        #expect(
            try shell.type(withhold) == """
                storyledger: ./ledger/ledger.db is held by another process
                  try again; 'fuser -v ./ledger/ledger.db*' names the processes that have it open, 'lslocks' those that lock it
                [exit 75]

                """)
        try writer.execute("ROLLBACK")
        #expect(try shell.type("storyledger status --json").contains(#""events":2"#))
        #expect(try shell.type(withhold).contains("withheld by event @2"))
        #expect(try shell.type("storyledger verify").hasSuffix("no --key was given\n"))
    }

    /// The takedown is on record then, and what is left to do is done by the same command.
    @Test func isFinishedOnceNobodyReadsItAsItWas() throws {
        defer { shell.remove() }
        let reader = try another()
        try reader.execute("BEGIN")
        let select = try reader.prepare("SELECT count(*) FROM event")
        #expect(try select.step())
        select.reset()
        let first = try shell.type(withhold)
        #expect(first.contains("  withheld by event @2"))
        #expect(
            first.hasSuffix(
                """
                storyledger: the data is withheld and out of the log, but ledger.db-wal may still hold it: \
                ./ledger/ledger.db is held by another process
                  when those who read the ledger are done, give the same command again; it finishes this
                [exit 75]

                """))
        #expect(try shell.type(withhold).hasSuffix("[exit 75]\n"))
        try reader.execute("COMMIT")
        let last = try shell.type(withhold)
        #expect(last.contains("  recorded before; now finished\n"))
        #expect(!last.contains("[exit"))
        #expect(try shell.type(withhold).hasSuffix("[exit 65]\n"))
        #expect(try shell.type("storyledger verify").hasSuffix("no --key was given\n"))
    }

    @Test func isNotWaitedForLongerThanADay() throws {
        defer { shell.remove() }
        #expect(
            try shell.type("storyledger withhold --position 1 --yes --reason R --authority A --wait 86401") == """
                storyledger: --wait takes seconds, from 0 to 86400; found 86401
                  leave it away to wait 30 seconds, or give 0 not to wait at all
                [exit 64]

                """)
    }
}
