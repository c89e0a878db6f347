import EventLog
import Foundation
import Testing

@testable import LedgerService

@Suite struct LedgerRegisterTests {
    let directory: TemporaryDirectory
    let environment: [String: String]

    init() throws {
        directory = try TemporaryDirectory()
        let own = directory.path + "/" + LedgerRegister.directory
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: false)
        environment = ["STATE_DIRECTORY": "/var/lib/nowhere:\(own)"]
    }

    @Test func knowsWhatWasNotedByAnyPath() throws {
        let register = LedgerRegister(environment)
        #expect(try register.origin(at: "/l/a") == nil)
        try register.add("/l/b", origin: "b.example/1")
        try register.add("/l/a \n\"c\"", origin: "a.example")
        try register.add("/l/./b/", origin: "b.example/2")
        #expect(try register.origin(at: "/l/b") == "b.example/2")
        #expect(try LedgerRegister(environment).origin(at: "/l/a \n\"c\"") == "a.example")
        #expect(try register.origin(at: "/l") == nil)
        // What is noted already is not written again.
        let before = try FileManager.default.attributesOfItem(atPath: register.path)[.systemFileNumber] as? Int
        try register.add("/l/b", origin: "b.example/2")
        #expect(try FileManager.default.attributesOfItem(atPath: register.path)[.systemFileNumber] as? Int == before)
    }

    @Test func outsideOfTheServiceNothingIsNoted() throws {
        let register = LedgerRegister(["STATE_DIRECTORY": directory.path])
        #expect(!register.isOwn && register.path == "/var/lib/storyledger-service/ledgers")
        try register.add("/l/b", origin: "b.example")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [LedgerRegister.directory])
    }

    @Test(arguments: ["x\n", "{}\n", "{\"ledger\":\"/l\",\"origin\":1}\n", "{\"ledger\":\"/l\"", "[]"])
    func aNoteThatCannotBeReadIsNoPermission(text: String) throws {
        let register = LedgerRegister(environment)
        try Data(text.utf8).write(to: URL(fileURLWithPath: register.path))
        let error = #expect(throws: EventLogError.self) { try register.origin(at: "/l") }
        #expect(error?.message.hasPrefix("\(register.path): it is not what the daemon writes; remove it") == true)
    }

    private func prepare(_ create: Configuration.Creation) throws(StartError) -> Bool {
        var settings = Configuration.Ledger()
        (settings.directory, settings.create) = (directory.path + "/ledger", create)
        let ledger = LedgerDirectory(settings.directory)
        let lock = try ledger.claim(settings, environment: environment)
        defer { withExtendedLifetime(lock) {} }
        return try ledger.complete(settings, environment: environment)
    }

    /// As in a mount point without its disk.
    @Test(arguments: [Configuration.Creation.auto, .always, .never])
    func noSecondLedgerIsMadeWhereThereWasOne(create: Configuration.Creation) throws {
        let path = directory.path + "/ledger"
        try LedgerRegister(environment).add(path, origin: "news.example.org/ledger")
        try FileManager.default.createDirectory(atPath: path + "/inbox/cms", withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(fileURLWithPath: path + "/inbox/cms/x.json"))
        let error = try #require(throws: StartError.self) { try prepare(create) }
        #expect(error == .log(.gone(path: path, origin: "news.example.org/ledger", waiting: 1)))
        #expect(
            error.message.hasSuffix("service had news.example.org/ledger; files wait in the inbox that is there now: 1")
        )
        #expect(error.remedy.hasPrefix("copy these files away"))
        #expect(error.remedy.contains("mount \(path); systemctl restart"))
        #expect(error.remedy.hasSuffix("storyledger init --ledger \(path)") && error.exit == .noInput)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["inbox"])
        // Producers are refused, and what waits there stays.
        let mode = try FileManager.default.attributesOfItem(atPath: path + "/inbox")[.posixPermissions] as? Int
        #expect(mode == 0o700)
        // A new start is a command.
        try LedgerDirectory(path).create(origin: .standard())
        #expect(try !prepare(create))
    }

    @Test func aLedgerThatLostItsLogIsCalledThat() throws {
        let path = directory.path + "/ledger"
        try LedgerRegister(environment).add(path, origin: "news.example.org/ledger")
        try FileManager.default.createDirectory(atPath: path + "/inbox", withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: path + "/published-head"))
        #expect(throws: StartError.log(.lost(path: path, remains: ["published-head"]))) { try prepare(.always) }
    }

    @Test func theDaemonNotesWhatItOpens() throws {
        var settings = Configuration.Ledger()
        (settings.directory, settings.create) = (directory.path + "/ledger", .always)
        settings.origin = Origin("news.example.org/ledger")
        let opening = LedgerOpening(
            settings, environment: environment, isWatched: false, stage: DaemonStage(changed: {}),
            logger: .init(label: "test"))
        #expect(try opening.attempt())
        #expect(try LedgerRegister(environment).origin(at: settings.directory) == "news.example.org/ledger")
    }
}
