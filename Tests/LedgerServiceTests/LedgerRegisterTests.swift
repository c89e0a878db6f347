import EventLog
import Files
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
        #expect(try register.entry(at: "/l/a") == nil)
        let mount = NotedMount(place: "/l", device: "/dev/b")
        try register.add("/l/b", Self.entry("b.example/1"))
        try register.add("/l/a \n\"c\"", Self.entry("a.example"))
        try register.add("/l/./b/", Self.entry("b.example/2", mount))
        #expect(try register.entry(at: "/l/b") == Self.entry("b.example/2", mount))
        #expect(try LedgerRegister(environment).entry(at: "/l/a \n\"c\"") == Self.entry("a.example"))
        #expect(try register.entry(at: "/l") == nil)
        // What is noted already is not written again.
        let before = try FileManager.default.attributesOfItem(atPath: register.path)[.systemFileNumber] as? Int
        try register.add("/l/b", Self.entry("b.example/2", mount))
        #expect(try FileManager.default.attributesOfItem(atPath: register.path)[.systemFileNumber] as? Int == before)
    }

    @Test func outsideOfTheServiceNothingIsNoted() throws {
        let register = LedgerRegister(["STATE_DIRECTORY": directory.path])
        #expect(!register.isOwn && register.path == "/var/lib/storyledger-service/ledgers")
        try register.add("/l/b", Self.entry("b.example"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [LedgerRegister.directory])
    }

    @Test(arguments: ["x\n", "{}\n", "{\"ledger\":\"/l\",\"origin\":1}\n", "{\"ledger\":\"/l\"", "[]"])
    func aNoteThatCannotBeReadIsNoPermission(text: String) throws {
        let register = LedgerRegister(environment)
        try Data(text.utf8).write(to: URL(fileURLWithPath: register.path))
        let error = #expect(throws: EventLogError.self) { try register.entry(at: "/l") }
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
        try LedgerRegister(environment).add(path, Self.entry("news.example.org/ledger"))
        try FileManager.default.createDirectory(atPath: path + "/inbox/cms", withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(fileURLWithPath: path + "/inbox/cms/x.json"))
        let error = try #require(throws: StartError.self) { try prepare(create) }
        #expect(error == .log(.gone(path: path, origin: "news.example.org/ledger", mount: nil, waiting: 1)))
        #expect(
            error.message.hasSuffix("service had news.example.org/ledger; files wait in the inbox that is there now: 1")
        )
        #expect(error.remedy.hasPrefix("copy these files away"))
        #expect(error.remedy.contains("if it has a disk of its own: mount that; systemctl restart"))
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
        try LedgerRegister(environment).add(path, Self.entry("news.example.org/ledger"))
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
        let noted = try LedgerRegister(environment).entry(at: settings.directory)
        #expect(noted?.origin == "news.example.org/ledger" && noted?.mount == NotedMount(of: settings.directory))
    }

    private func open(_ settings: Configuration.Ledger) throws -> Bool {
        try LedgerOpening(
            settings, environment: environment, isWatched: false, stage: DaemonStage(changed: {}),
            logger: .init(label: "test")
        ).attempt()
    }

    /// As after a new start in the mount point of a disk that is missing again.
    @Test func anotherLedgerInItsPlaceIsRefusedUntilAPersonHasSaidSo() throws {
        var settings = Configuration.Ledger()
        settings.directory = directory.path + "/ledger"
        try LedgerDirectory(settings.directory).create(origin: #require(Origin("b.example")))
        let register = LedgerRegister(environment)
        try register.add("/l/first", Self.entry("c.example"))
        let expected = Self.entry("a.example", NotedMount(place: "/l", device: "/dev/a"))
        try register.add(settings.directory, expected)
        let error = try #require(throws: StartError.self) { try open(settings) }
        #expect(
            error.message
                == "the ledger at \(settings.directory) is b.example, and this machine's service had a.example there")
        #expect(error.exit == .noInput)
        #expect(error.remedy.hasSuffix("b.example: sed -i 2d \(register.path); systemctl restart storyledgerd"))
        #expect(try register.entry(at: settings.directory) == expected)

        var named = settings
        named.origin = Origin("b.example")
        #expect(try open(named))
        #expect(try register.entry(at: settings.directory)?.origin == "b.example")

        // What restores or makes a ledger tells it.
        #expect(try register.replace(settings.directory, by: "a.example") == "b.example")
        #expect(try register.replace(settings.directory, by: "a.example") == nil)
        #expect(throws: StartError.self) { try open(settings) }
        #expect(try register.replace(settings.directory, by: "b.example") == "a.example")
        #expect(try open(settings))
        #expect(try register.replace("/l/second", by: "b.example") == nil)
        #expect(try register.entry(at: "/l/first") == Self.entry("c.example") && register.entry(at: "/l/second") == nil)

        // And so does the command that is named.
        try register.add(settings.directory, expected)
        #expect(throws: StartError.self) { try open(settings) }
        let command = try register.forgetting(settings.directory).split(separator: " ").map(String.init)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        try process.run()
        process.waitUntilExit()
        #expect(try open(settings))
        #expect(try register.entry(at: "/l/first") == Self.entry("c.example"))
    }

    private func settings(_ name: String) -> Configuration.Ledger {
        var settings = Configuration.Ledger()
        settings.directory = "\(directory.path)/\(name)"
        return settings
    }

    /// As when a ledger was moved to another disk, and the settings name the old place again.
    @Test func aCopyThatWasLeftBehindIsRefused() throws {
        let (old, new) = (settings("old"), settings("new"))
        let register = LedgerRegister(environment)
        try LedgerDirectory(old.directory).create(origin: #require(Origin("a.example")))
        #expect(try open(old))
        let alone = try Data(contentsOf: URL(fileURLWithPath: register.path))
        #expect(try open(old) && Data(contentsOf: URL(fileURLWithPath: register.path)) == alone)
        try FileManager.default.copyItem(atPath: old.directory, toPath: new.directory)
        try Data("x".utf8).write(to: URL(fileURLWithPath: old.directory + "/inbox/x.json"))
        // A move.
        #expect(try open(new))
        let noted = try Data(contentsOf: URL(fileURLWithPath: register.path))
        #expect(try open(new) && Data(contentsOf: URL(fileURLWithPath: register.path)) == noted)
        #expect(try register.others(of: new.directory, "a.example") == [old.directory])
        for named in [nil, Origin("a.example")] {
            var settings = old
            settings.origin = named
            let error = try #require(throws: StartError.self) { try open(settings) }
            #expect(
                error.message
                    == "the ledger at \(old.directory) is a copy: this machine's service has opened a.example at "
                    + "\(new.directory) since; files wait in the inbox that is there now: 1")
            #expect(error.exit == .noInput && error.remedy.hasPrefix("copy these files away"))
            #expect(error.remedy.hasSuffix(" other: sed -i 1d \(register.path); systemctl restart storyledgerd"))
            #expect(!error.isWaitedFor(isWatched: true))
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: register.path)) == noted)
        // The command that is named forgets the new place: from then on that one is the move.
        #expect(try register.forgetting(new.directory) == "sed -i 1d \(register.path)")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = try register.forgetting(new.directory).split(separator: " ").map(String.init)
        try process.run()
        process.waitUntilExit()
        #expect(try open(old) && register.later(than: old.directory, "a.example") == nil)
    }

    /// Which of two places came later is not known of a note that an earlier program wrote.
    @Test func aNoteOfAnEarlierProgramKeepsNoPlaceClosed() throws {
        let register = LedgerRegister(environment)
        let lines = ["/l/a", "/l/b"].map { "{\"ledger\":\"\($0)\",\"origin\":\"a.example\"}\n" }.joined()
        try Data(lines.utf8).write(to: URL(fileURLWithPath: register.path))
        for place in ["/l/a", "/l/b", "/l/c"] { #expect(try register.later(than: place, "a.example") == nil) }
        try register.add("/l/a", Self.entry("a.example"))
        #expect(try register.later(than: "/l/b", "a.example") == "/l/a")
        #expect(try register.later(than: "/l/a", "a.example") == nil)
        #expect(try register.later(than: "/l/b", "b.example") == nil)
        try register.add("/l/c", Self.entry("a.example"))
        for place in ["/l/a", "/l/b"] { #expect(try register.later(than: place, "a.example") == "/l/c") }
        // The most that a number can be.
        let most = "{\"ledger\":\"/l/d\",\"opened\":9007199254740991,\"origin\":\"a.example\"}\n"
        try Data((lines + most).utf8).write(to: URL(fileURLWithPath: register.path))
        try register.add("/l/a", Self.entry("a.example"))
        #expect(try register.later(than: "/l/b", "a.example") != nil)
    }

    /// Beside what a daemon makes in it, whatever was mounted over its ledger is empty.
    @Test func somethingMountedOverTheLedgerIsNoDirectoryOfOtherThings() throws {
        let path = directory.path + "/ledger"
        try LedgerRegister(environment).add(path, Self.entry("news.example.org/ledger"))
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let lock = LedgerDirectory(path).publication.lock
        try Data().write(to: URL(fileURLWithPath: lock))
        try LedgerDirectory(path).refuseRemains()
        try Data().write(to: URL(fileURLWithPath: path + "/other"))
        let gone = EventLogError.gone(path: path, origin: "news.example.org/ledger", mount: nil, waiting: 0)
        #expect(throws: StartError.log(gone)) { try prepare(.always) }
    }

    private static func entry(_ origin: String, _ mount: NotedMount? = nil) -> LedgerRegister.Entry {
        LedgerRegister.Entry(origin: origin, mount: mount)
    }
}
