import EventLog
import Foundation
import Testing

@testable import LedgerService

@Suite struct LedgerPreparationTests {
    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.path + "/ledger"
    }

    private func settings(_ create: Configuration.Creation) -> Configuration.Ledger {
        var settings = Configuration.Ledger()
        settings.directory = path
        settings.create = create
        settings.origin = Origin("news.example.org/ledger")
        return settings
    }

    private func prepare(
        _ create: Configuration.Creation, environment: [String: String] = [:]
    ) throws(StartError) -> Bool {
        let directory = LedgerDirectory(path)
        let lock = try directory.claim(settings(create), environment: environment)
        defer { withExtendedLifetime(lock) {} }
        return try directory.complete(settings(create), environment: environment)
    }

    private func make(_ directories: String...) throws {
        for name in directories {
            try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
        }
    }

    /// In the place of any unit: the first ledger's inbox is opened by tmpfiles.d(5), too.
    @Test func producersPassThroughTheInboxAndListNothing() throws {
        #expect(try prepare(.always))
        let modes = try ["inbox", "archive", "quarantine"].map {
            try FileManager.default.attributesOfItem(atPath: "\(path)/\($0)")[.posixPermissions] as? Int
        }
        #expect(modes == [0o751, 0o750, 0o750])
    }

    @Test(arguments: [Configuration.Creation.auto, .never])
    func aMistypedDirectoryMakesNoLedger(create: Configuration.Creation) throws {
        let error = #expect(throws: StartError.self) { try prepare(create) }
        #expect(error?.message == "there is no ledger at \(path)")
        #expect(error?.remedy.hasSuffix("or make one with 'storyledger init'") == true)
        #expect(error?.exit == .noInput)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func theStateDirectoryOfTheServiceBecomesALedgerByItself() throws {
        try make("inbox")
        let environment = ["STATE_DIRECTORY": "/elsewhere:\(directory.path)/./ledger/"]
        #expect(try prepare(.auto, environment: environment))
        #expect(try LedgerDirectory(path).open(.readOnly).ledger.origin == "news.example.org/ledger")
        #expect(try !prepare(.auto, environment: environment))
    }

    @Test func anotherDirectoryThanTheServicesDoesNot() {
        #expect(throws: StartError.log(.missing(path: path))) {
            try prepare(.auto, environment: ["STATE_DIRECTORY": directory.path])
        }
    }

    @Test func alwaysMakesTheDirectoryToo() throws {
        #expect(try prepare(.always))
        #expect(try !prepare(.never))
    }

    @Test func aLedgerThatLostItsLogIsNotBegunAnew() throws {
        try make("archive/2026-03-02", "quarantine", "inbox")
        try Data().write(to: URL(fileURLWithPath: path + "/views.db"))
        let error = #expect(throws: StartError.self) { try prepare(.always) }
        #expect(error == .log(.lost(path: path, remains: ["archive", "views.db"])))
        #expect(error?.message == "\(path) has archive, views.db, but no ledger.db: its log is gone")
        #expect(error?.remedy == "restore ledger.db from a backup; to start an empty ledger, move these files away")
        #expect(throws: EventLogError.lost(path: path, remains: ["archive", "views.db"])) {
            try LedgerDirectory(path).open(.readOnly)
        }
        #expect(throws: EventLogError.lost(path: path, remains: ["archive", "views.db"])) {
            try LedgerDirectory(path).refuseRemains()
        }
    }

    /// A directory with other things was never a ledger, and is not called a damaged one.
    @Test func aDirectoryOfOtherThingsIsNoLedger() throws {
        try make("photos")
        try Data().write(to: URL(fileURLWithPath: path + "/README.md"))
        let error = #expect(throws: StartError.self) { try prepare(.always) }
        #expect(error?.message == "\(path) is no ledger: it has 1 other thing, and no ledger.db")
        #expect(throws: EventLogError.noLedgerHere(path: path, count: 1)) { try LedgerDirectory(path).open(.readOnly) }
        // Something of a ledger beside them tells that one was here.
        try Data().write(to: URL(fileURLWithPath: path + "/published-head"))
        #expect(throws: EventLogError.lost(path: path, remains: ["published-head"])) {
            try LedgerDirectory(path).refuseRemains()
        }
    }

    @Test func aStartThatWasCutOffIsFinished() throws {
        try make("inbox/wire", "archive", "quarantine", "lost+found")
        try Data("half".utf8).write(to: URL(fileURLWithPath: path + "/ledger.db.new-\(getpid())"))
        #expect(try prepare(.always))
        _ = try LedgerDirectory(path).open(.readWrite)
        #expect(!FileManager.default.fileExists(atPath: path + "/ledger.db.new-\(getpid())"))
    }

    @Test func theLockIsHeldForAsLongAsItIsKept() throws {
        let lock = try LedgerDirectory(path).claim(settings(.always), environment: [:])
        #expect(try LedgerDirectory(path).complete(settings(.always), environment: [:]))
        #expect(throws: StartError.locked(directory: path, process: getpid())) { try prepare(.never) }
        withExtendedLifetime(lock) {}
        // What a ledger lacks beside its log is made again.
        try FileManager.default.removeItem(atPath: path + "/archive")
    }
}
