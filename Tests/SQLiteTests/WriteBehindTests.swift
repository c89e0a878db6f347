import CSQLite
import Foundation
import Testing

@testable import SQLite

@Suite struct WriteBehindTests {
    private typealias Write = @convention(c) (Int32, UnsafeRawPointer?, Int, Int) -> Int

    private let directory: TemporaryDirectory
    private let span = WriteBehind.span

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func theDiskIsGivenAWholeSpanOnceItIsWritten() {
        #expect(WriteBehind.complete(afterWriting: span - 1, at: 0) == nil)
        #expect(WriteBehind.complete(afterWriting: 1, at: span - 1) == 0..<span)
        #expect(WriteBehind.complete(afterWriting: 24, at: span) == nil)
        #expect(WriteBehind.complete(afterWriting: 16_384, at: 3 * span - 8_192) == 2 * span..<3 * span)
        // What is written in one piece is given as far as it goes back to the last span.
        #expect(WriteBehind.complete(afterWriting: 3 * span, at: span) == 3 * span..<4 * span)
    }

    /// What SQLite writes its files with, once a connection was opened.
    private func writers() throws -> [Write] {
        _ = try directory.connection()
        let vfs = try #require(sqlite3_vfs_find(nil))
        let get = try #require(vfs.pointee.xGetSystemCall)
        let writers = WriteBehind.names.compactMap { get(vfs, $0).map { unsafeBitCast($0, to: Write.self) } }
        try #require(!writers.isEmpty)
        return writers
    }

    @Test func sqliteWritesWithIt() throws {
        let plain = WriteBehind.names.map { dlsym(nil, $0) }
        for write in try writers() {
            #expect(!plain.contains(unsafeBitCast(write, to: UnsafeMutableRawPointer.self)))
        }
    }

    @Test func itWritesWhatItIsGivenAcrossTheEndOfASpan() throws {
        let bytes = (0..<40_000).map { UInt8($0 % 251) }
        for (number, write) in try writers().enumerated() {
            let name = "file\(number)"
            let file = open(directory.path(name), O_RDWR | O_CREAT, 0o600)
            try #require(file >= 0)
            defer { close(file) }
            #expect(write(file, bytes, bytes.count, span - 20_000) == bytes.count)
            #expect(try directory.bytes(of: name).dropFirst(span - 20_000).elementsEqual(bytes))
        }
    }

    @Test func whatCannotBeWrittenFails() throws {
        let file = open("/dev/full", O_WRONLY)
        try #require(file >= 0)
        defer { close(file) }
        for write in try writers() {
            let (written, error) = (write(file, [1], 1, span - 1), errno)
            #expect(written == -1)
            #expect(error == ENOSPC)
        }
    }

    /// A device has no pages that wait for the disk.
    @Test func aFileThatCannotBeGivenToTheDiskIsWritten() throws {
        let file = open("/dev/null", O_WRONLY)
        try #require(file >= 0)
        defer { close(file) }
        for write in try writers() { #expect(write(file, [1], 1, span - 1) == 1) }
    }

    @Test func aFileWithoutANameIsWritten() throws {
        for write in try writers() {
            let file = open(directory.path("gone"), O_RDWR | O_CREAT, 0o600)
            try #require(file >= 0)
            defer { close(file) }
            unlink(directory.path("gone"))
            #expect(write(file, [7], 1, span - 1) == 1)
            #expect(lseek(file, 0, SEEK_END) == span)
        }
    }

    @Test func aLongTransactionIsAllThere() throws {
        let writer = try directory.connection()
        try writer.execute("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; CREATE TABLE t (a)")
        let rows = "WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
        try writer.execute("INSERT INTO t \(rows) SELECT randomblob(1000) FROM n")
        #expect(try directory.bytes(of: "test.db-wal").count > 4 * span)
        try writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try writer.close()
        let reader = try directory.connection("test.db", .readOnly)
        #expect(try reader.integer("SELECT count(*) FROM t WHERE length(a) = 1000") == 3000)
        #expect(try reader.integer("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1)
    }
}
