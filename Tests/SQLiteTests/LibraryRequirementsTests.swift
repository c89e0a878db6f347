import Testing

@testable import SQLite

@Suite struct LibraryRequirementsTests {
    @Test func refusesALibraryThatIsTooOld() throws {
        let error = #expect(throws: SQLiteError.self) {
            try LibraryRequirements.check(version: 3_036_001, threadSafe: 1, path: "x.db")
        }
        #expect(
            error?.description
                == "x.db: cannot open: SQLite 3.37.0 or newer is needed, found 3.36.1 [SQLITE_ERROR 1]")
    }

    @Test func refusesALibraryWithoutMutexes() throws {
        let error = #expect(throws: SQLiteError.self) {
            try LibraryRequirements.check(version: 3_037_000, threadSafe: 0, path: "x.db")
        }
        #expect(
            error?.description
                == "x.db: cannot open: a thread-safe SQLite is needed, found one built with SQLITE_THREADSAFE=0 "
                + "[SQLITE_ERROR 1]")
    }

    @Test(arguments: [1, 2] as [Int32])
    func takesTheOldestThatWillDo(threadSafe: Int32) throws {
        try LibraryRequirements.check(version: 3_037_000, threadSafe: threadSafe, path: "x.db")
    }
}
