import Foundation
import Logging
import Testing

@testable import LedgerService

@Suite struct ReloadNoticesTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func reloader(_ notices: ReloadNotices, settings: String = "log:\n  level: debug\n") throws
        -> ConfigurationReloader
    {
        ConfigurationReloader(
            sources: ConfigurationSources(file: try directory.file(settings)), configuration: Configuration(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, notices: notices, apply: { _ in })
    }

    /// Source: sd_notify(3).
    @Test(arguments: ["log:\n  level: debug\n", "log:\n  level: loud\n"])
    func systemdIsToldOfTheBeginningAndOfTheEnd(settings: String) throws {
        let name = "@storyledger-\(UUID().uuidString)"
        let listener = try DatagramListener(name)
        let notices = ReloadNotices()
        notices.noteReady(try NotifySocket(name))
        let reloader = try reloader(notices, settings: settings)
        var said: [String?] = []
        _ = reloader.announced {
            said = [listener.next, listener.next]
            return reloader.reload(Configuration())
        }
        let first = try #require(said[0]).split(separator: "\n")
        #expect(first.first == "RELOADING=1")
        let time = try #require(first.last?.split(separator: "=").last.flatMap { Int64($0) })
        #expect(first.last == "MONOTONIC_USEC=\(time)" && first.count == 2)
        #expect(time > 0 && time <= Int64(ProcessInfo.processInfo.systemUptime * 1_000_000) + 1_000_000)
        #expect(said[1] == nil, "the end came before it")
        #expect(listener.next == "READY=1")
        #expect(listener.next == nil)
    }

    /// Its READY=1 would end the start, while the inbox is still looked through.
    @Test func aReloadDuringTheStartIsNotAnnounced() throws {
        let name = "@storyledger-\(UUID().uuidString)"
        let listener = try DatagramListener(name)
        let reloader = try reloader(ReloadNotices())
        #expect(reloader.announced { reloader.reload(Configuration()) }.log.level == .debug)
        #expect(listener.next == nil)
    }

    @Test func aReloadIsDoneThoughSystemdDoesNotHear() throws {
        let notices = ReloadNotices()
        notices.noteReady(try NotifySocket("@storyledger-\(UUID().uuidString)"))
        let reloader = try reloader(notices)
        #expect(reloader.announced { reloader.reload(Configuration()) }.log.level == .debug)
    }
}
