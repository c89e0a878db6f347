import InMemoryLogging
import Logging
import Synchronization
import Testing

@testable import LedgerService

@Suite("A configuration is read again")
struct ConfigurationReloadTests {
    @Test func aSettingThatCanChangeDoesAndTheOthersAreNamed() {
        var told = Configuration()
        told.log.level = .debug
        told.ledger.directory = "/srv/ledger"
        let reload = ConfigurationReload(from: Configuration(), to: told)
        #expect(
            reload.changes == [
                .init(setting: "ledger.directory", old: "/var/lib/storyledger", new: "/srv/ledger", isApplied: false),
                .init(setting: "log.level", old: "info", new: "debug", isApplied: true),
            ])
        var running = Configuration()
        running.log.level = .debug
        #expect(reload.running == running)
    }

    @Test func everySettingOfTheInboxAndTheRulesOfSourcesAreApplied() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.file(
            """
            inbox:
              settle: 3s
              open-limit: 2h
              scan-interval: 20s
              wait: 1min
              max-ahead: 1h
              max-file-size: 1MiB
              batch-files: 7
              batch-size: 2MiB
              sources:
                wire:
                  as: [mill]
                  edits: ["*"]
            """)
        let told = try EffectiveConfiguration(ConfigurationSources(file: file)).configuration
        let reload = ConfigurationReload(from: Configuration(), to: told)
        #expect(reload.running.inbox == told.inbox)
        #expect(reload.changes.count == 9)
        #expect(reload.changes.filter { !$0.isApplied }.isEmpty)
        let rule = try #require(reload.changes.last)
        #expect(rule.setting == "inbox.sources.wire")
        #expect((rule.old, rule.new) == ("none", #"as: ["mill"], edits: ["*"]"#))
        #expect(ConfigurationReload(from: reload.running, to: told).changes.isEmpty)
    }

    @Test func whatNeedsARestartIsNamedAgainAtEachReload() {
        var told = Configuration()
        told.ledger.directory = "/srv/ledger"
        let first = ConfigurationReload(from: Configuration(), to: told)
        #expect(ConfigurationReload(from: first.running, to: told).changes == first.changes)
    }

    @Test func aFaultChangesNothing() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.file("log:\n  level: loud\n")
        let log = InMemoryLogHandler()
        let reloader = ConfigurationReloader(
            sources: ConfigurationSources(file: file), configuration: Configuration(),
            logger: Logger(label: "test") { _ in log }
        ) { _ in Issue.record("something was applied") }
        #expect(reloader.reload(Configuration()) == Configuration())
        #expect(log.entries.map(\.level) == [.error, .error])
        #expect(log.entries.first?.message.description.contains("found 'loud'") == true)
    }
}
