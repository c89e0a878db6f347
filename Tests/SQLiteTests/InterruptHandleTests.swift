import Foundation
import Testing

@testable import SQLite

@Suite struct InterruptHandleTests {
    @Test func stopsAStatementFromAnotherThread() throws {
        let connection = try Connection.inMemory()
        let handle = connection.interruptHandle
        // Again and again: an interrupt before the statement runs is not remembered.
        let interrupter = Thread {
            while !Thread.current.isCancelled { handle.interrupt() }
        }
        interrupter.start()
        let error = #expect(throws: SQLiteError.self) { try connection.prepare(endless).run() }
        interrupter.cancel()
        #expect(error?.code == .interrupt)
    }

    @Test func anInterruptWhileNothingRunsIsNotRemembered() throws {
        let connection = try Connection.inMemory()
        connection.interrupt()
        #expect(try connection.integer("SELECT 1") == 1)
    }

    @Test func anInterruptedWriteRollsItsTransactionBack() throws {
        let connection = try Connection.inMemory()
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction {
                let select = try connection.cached(endless)
                #expect(try select.step())
                connection.interrupt()
                try connection.execute("INSERT INTO t VALUES (1)")
            }
        }
        #expect(error?.code == .interrupt)
        #expect(!connection.isInTransaction)
    }

    @Test func doesNothingOnceTheConnectionIsClosed() throws {
        var connection: Connection? = try Connection.inMemory()
        let handle = try #require(connection?.interruptHandle)
        try connection?.close()
        handle.interrupt()
        connection = try Connection.inMemory()
        let second = try #require(connection?.interruptHandle)
        connection = nil
        second.interrupt()
    }

    /// What is interrupted once the connection is forgotten may be another one's memory.
    @Test(arguments: [(Int32(0), nil), (Int32(5), .interrupt)] as [(Int32, ResultCode?)])
    func forgetsAConnectionThatWasClosedAndNoOther(status: Int32, wanted: ResultCode?) throws {
        let connection = try Connection.inMemory()
        let handle = connection.interruptHandle
        #expect(handle.closing { status } == status)
        let select = try connection.prepare(endless)
        #expect(try select.step())
        handle.interrupt()
        var code: ResultCode?
        do throws(SQLiteError) { _ = try select.step() } catch { code = error.code }
        #expect(code == wanted)
    }
}
