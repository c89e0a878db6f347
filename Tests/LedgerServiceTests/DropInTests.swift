import EventLog
import Foundation
import Glibc
import InMemoryLogging
import Inbox
import Logging
import Testing

@testable import LedgerService

@Suite("Drop-ins override single settings of the configuration file")
struct DropInTests {
    private let directory: TemporaryDirectory
    private let file: String

    init() throws {
        directory = try TemporaryDirectory()
        file = directory.path + "/F.yaml"
        try write("inbox:\n  settle: 1s\n  wait: 1s\n  sources:\n    cms: {edits: [wire]}\n    wire:\n", to: file)
        try FileManager.default.createDirectory(atPath: file + ".d", withIntermediateDirectories: false)
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func drop(_ name: String, _ text: String) throws { try write(text, to: "\(file).d/\(name)") }

    private func effective() throws -> EffectiveConfiguration {
        try EffectiveConfiguration(ConfigurationSources(file: file))
    }

    private func faults() -> [String] {
        do throws(ConfigurationFaults) {
            _ = try EffectiveConfiguration(ConfigurationSources(file: file))
            return []
        } catch {
            return error.all.map { "\($0.place): \($0.message)".replacing(file, with: "F") }
        }
    }

    @Test func theLastInByteOrderWins() throws {
        try drop("9.yaml", "inbox: {settle: 9s}\nlog: {level: debug}")
        try drop("10.yaml", "inbox: {settle: 10s, batch-files: 10}")
        try drop("B.yaml", "inbox: {batch-files: 66}")
        try drop("a.yaml", "inbox: {batch-files: 97}")
        let configuration = try effective().configuration
        #expect(configuration.inbox.settle == .seconds(9))
        #expect(configuration.inbox.batchFiles == 97)
        #expect(configuration.inbox.waitLimit == .seconds(1))
        #expect(configuration.log.level == .debug)
    }

    @Test func theEnvironmentAndFlagsOverrideThem() throws {
        try drop("a.yaml", "inbox: {settle: 9s, wait: 9s}")
        let sources = ConfigurationSources(
            file: file, environment: ["STORYLEDGER_INBOX_WAIT": "5s"],
            flags: [.init(name: "--settle", setting: "inbox.settle", text: "6s")])
        let configuration = try EffectiveConfiguration(sources).configuration
        #expect(configuration.inbox.waitLimit == .seconds(5))
        #expect(configuration.inbox.settle == .seconds(6))
    }

    @Test func aSourceIsOverriddenWhole() throws {
        try drop("a.yaml", "inbox:\n  sources:\n    cms: {as: [x]}\n    new:\n")
        let rules = try effective().configuration.inbox.sources.rules
        #expect(rules.keys.sorted() == ["cms", "new", "wire"])
        #expect(rules["cms"]?.names == ["x"])
        #expect(rules["cms"]?.edits == SourceRules.Rule().edits)
    }

    @Test func whatIsPrintedNamesTheFileOfEachValue() throws {
        try drop("a.yaml", "# why\ninbox:\n  settle: 9s\n")
        let printed = try effective().yaml.replacing(file, with: "F")
        #expect(printed.contains("  settle: 9s  # F.d/a.yaml:3:11\n"))
        #expect(printed.contains("  wait: 1s  # F:3:9\n"))
        #expect(printed.contains("  open-limit: 1h\n"))
    }

    @Test func everyMistakeInEveryFileIsNamedWithItsPlace() throws {
        try write("inbox:\n  setle: 1s\n", to: file)
        try drop("a.yaml", "log:\n  level: loud\ninbx:\n")
        try drop("b.yaml", "archive: {keep: 90}\n")
        try drop("c.yaml", "{")
        #expect(mkdir(file + ".d/d.yaml", 0o700) == 0)
        #expect(mkfifo(file + ".d/e.yaml", 0o600) == 0)
        let found = faults()
        #expect(
            found.prefix(4).map { $0.prefix(40) }
                == [
                    "F:2:3: unknown setting 'setle' in 'inbox", "F.d/a.yaml:2:10: log.level: found 'loud'",
                    "F.d/a.yaml:3:1: unknown section 'inbx'", "F.d/b.yaml:1:17: archive.keep: found '90",
                ].map { $0.prefix(40) })
        #expect(found.count == 7)
        #expect(found[4].hasPrefix("F.d/c.yaml:"))
        #expect(found[5].hasPrefix("F.d/d.yaml: it is no regular file"))
        #expect(found[6].hasPrefix("F.d/e.yaml: it is no regular file"))
    }

    @Test func filesOfOtherNamesAreLeftAlone() throws {
        try drop(".hidden.yaml", "{")
        try drop("a.yaml~", "{")
        try drop("README", "{")
        try drop("a.yml", "{")
        let warnings = try effective().warnings
        #expect(warnings.map { "\($0.place)".replacing(file, with: "F") } == ["F.d/a.yml"])
    }

    @Test func withoutADirectoryThereAreNone() throws {
        try FileManager.default.removeItem(atPath: file + ".d")
        #expect(faults().isEmpty)
        try write("", to: file + ".d")
        #expect(faults().map { $0.prefix(33) } == ["F.d: the directory cannot be read"])
    }

    @Test func theShippedFileIsOverriddenByOneKey() throws {
        let shipped = try String(contentsOfFile: ConfigurationFileTests.shipped, encoding: .utf8)
        try write(shipped, to: file)
        try drop("50.yaml", "archive:\n  keep: 90d\n")
        var expected = Configuration()
        expected.inbox.archive.keep = .duration(.seconds(90 * 86_400))
        #expect(try effective().configuration == expected)
    }

    @Test func aReloadReadsThemAgainAndSaysWhatHasChanged() throws {
        let log = InMemoryLogHandler()
        let running = try effective().configuration
        let reloader = ConfigurationReloader(
            sources: ConfigurationSources(file: file), configuration: running,
            logger: Logger(label: "test") { _ in log }, apply: { _ in })
        try drop("a.yaml", "archive: {keep: 90d}\nlog: {format: text}")
        let next = reloader.reload(running)
        #expect(next.inbox.archive.keep == .duration(.seconds(90 * 86_400)))
        #expect(log.entries.map { $0.metadata["setting"] } == ["archive.keep", "log.format"])
        try drop("a.yaml", "archive: {kep: 90d}")
        #expect(reloader.reload(next) == next)
        #expect(log.entries.contains { "\($0.metadata["at"] ?? "")".hasSuffix("a.yaml:1:11") })
    }
}
