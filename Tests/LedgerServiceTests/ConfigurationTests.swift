import Foundation
import Logging
import Testing

@testable import LedgerService

@Suite struct ConfigurationTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func holdsTheDefaultsWhereNobodySaysOtherwise() throws {
        let effective = try EffectiveConfiguration(ConfigurationSources())
        #expect(effective.configuration == Configuration())
    }

    @Test func aLayerOverridesThoseBeforeIt() throws {
        let file = try directory.file("inbox: {settle: 1s, wait: 2s, batch-files: 3}\nlog: {level: debug}")
        let sources = ConfigurationSources(
            file: file, environment: ["STORYLEDGER_INBOX_WAIT": "20s", "STORYLEDGER_LOG_LEVEL": "error"],
            flags: [ConfigurationSources.Flag(name: "--log-level", setting: "log.level", text: "trace")])
        let configuration = try EffectiveConfiguration(sources).configuration
        #expect(configuration.inbox.settle == .seconds(1))
        #expect(configuration.inbox.waitLimit == .seconds(20))
        #expect(configuration.inbox.batchFiles == 3)
        #expect(configuration.log.level == .trace)
    }

    @Test func anEmptyVariableSaysNothing() throws {
        let sources = ConfigurationSources(environment: ["STORYLEDGER_INBOX_WAIT": "", "STORYLEDGER_CONFIG": ""])
        #expect(try EffectiveConfiguration(sources).configuration == Configuration())
    }

    @Test func theEnvironmentNamesTheFileWhereNoFlagDoes() throws {
        let (one, other) = (try directory.file("inbox: {wait: 1s}"), try directory.file("inbox: {wait: 2s}"))
        let environment = ["STORYLEDGER_CONFIG": one]
        let named = try EffectiveConfiguration(ConfigurationSources(environment: environment))
        #expect(named.configuration.inbox.waitLimit == .seconds(1))
        let flagged = try EffectiveConfiguration(ConfigurationSources(file: other, environment: environment))
        #expect(flagged.configuration.inbox.waitLimit == .seconds(2))
    }

    @Test func whatIsPrintedBringsAboutTheSame() throws {
        let sources = ConfigurationSources(
            environment: [
                "STORYLEDGER_DIR": "/a b/\"c\" #é", "STORYLEDGER_LEDGER_ORIGIN": "news.example.org/ledger",
                "STORYLEDGER_INBOX_SETTLE": "1500ms", "STORYLEDGER_INBOX_MAX_FILE_SIZE": "2048B",
                "STORYLEDGER_LOG_FORMAT": "journal",
            ])
        let first = try EffectiveConfiguration(sources)
        let second = try EffectiveConfiguration(ConfigurationSources(file: directory.file(first.yaml)))
        #expect(second.configuration == first.configuration)
    }

    @Test func whatSourcesMayDoIsPrintedWithItsPlace() throws {
        let file = try directory.file(
            "inbox:\n  sources:\n    wire:\n    a b: {as: [\"https://a.example\", c], edits: [\"*\"]}\n    cms: {edits: [wire]}\n"
        )
        let first = try EffectiveConfiguration(ConfigurationSources(file: file))
        #expect(Set(first.configuration.inbox.sources.rules.keys) == ["a b", "cms", "wire"])
        #expect(
            first.yaml.replacing(file, with: "F").contains(
                """
                  sources:
                    "a b":  # F:4:5
                      as: ["https://a.example", "c"]
                      edits: ["*"]
                    cms:  # F:5:5
                      as: []
                      edits: ["wire"]
                    wire:  # F:3:5
                      as: []
                      edits: []
                """))
        let second = try EffectiveConfiguration(ConfigurationSources(file: directory.file(first.yaml)))
        #expect(second.configuration == first.configuration)
    }

    @Test func whatIsPrintedNamesThePlaceOfWhatIsNoDefault() throws {
        let sources = ConfigurationSources(environment: ["STORYLEDGER_INBOX_SETTLE": "60000ms"])
        #expect(
            try EffectiveConfiguration(sources).yaml == """
                ledger:
                  directory: /var/lib/storyledger
                  create: auto
                  origin: auto
                inbox:
                  settle: 1min  # STORYLEDGER_INBOX_SETTLE
                  open-limit: 1h
                  scan-interval: 10s
                  wait: 10min
                  max-ahead: 1d
                  max-file-size: 64MiB
                  max-documents: 100000
                  batch-files: 1000
                  batch-size: 32MiB
                  watches: 8192
                  sources: {}
                archive:
                  keep: forever
                  max-size: none
                quarantine:
                  keep: forever
                  max-size: none
                publication:
                  interval: 1s
                  witness-timeout: 10s
                  require: none
                check:
                  every: 1d
                health:
                  listen: auto
                site:
                  listen: none
                  show: all
                  behind: none
                  token: none
                  cors: none
                  words: none
                log:
                  level: info
                  format: auto

                """)
    }

    @Test func aVariableOfNoSettingIsOnlyAWarning() throws {
        let sources = ConfigurationSources(environment: [
            "STORYLEDGER_INBOX_SETTEL": "1s", "STORYLEDGER_PAGER": "cat", "HOME": "/",
        ])
        let warnings = try EffectiveConfiguration(sources).warnings
        #expect(
            warnings == [
                ConfigurationFault(
                    .environment("STORYLEDGER_INBOX_SETTEL"), "no setting has this variable",
                    remedy: "did you mean 'STORYLEDGER_INBOX_SETTLE'?")
            ])
    }
}
