import Foundation
import Testing

@testable import LedgerService

@Suite struct ConfigurationFileTests {
    static let refusals: [(yaml: String, said: String)] = [
        (
            "inbox:\n  setle: 2s",
            "F:2:3: unknown setting 'setle' in 'inbox'\n  did you mean 'settle'?"
        ),
        (
            "inbox:\n  colour: red",
            """
            F:2:3: unknown setting 'colour' in 'inbox'
              known here: settle, open-limit, scan-interval, wait, max-ahead, max-file-size, max-documents, batch-files, batch-size, watches, sources
            """
        ),
        (
            "inbox:\n  sources: cms",
            """
            F:2:12: inbox.sources: found 'cms', allowed are names of directories
              write a name and a colon, and 'as' or 'edits' below
            """
        ),
        (
            "inbox:\n  sources:\n    .cms: {}",
            """
            F:3:5: inbox.sources: found '.cms', allowed is the name of a directory in the inbox
              write a name without '/' that does not begin with '.' or end with '~', '.part' or the like
            """
        ),
        (
            "inbox:\n  sources:\n    cms:\n      edit: [a]",
            "F:4:7: unknown setting 'edit' in 'inbox.sources.cms'\n  did you mean 'edits'?"
        ),
        (
            "inbox:\n  sources:\n    cms:\n      edits: a",
            """
            F:4:14: inbox.sources.cms.edits: found 'a', allowed is a list of sources, or ["*"]
              write [https://example.org/cms]
            """
        ),
        (
            "inbox:\n  sources:\n    cms:\n      edits: [a, \"*\"]",
            "F:4:18: inbox.sources.cms.edits: '*' stands beside others\n  keep '*' alone, or list sources"
        ),
        (
            "inbox:\n  sources:\n    cms:\n      as:\n        - a b",
            """
            F:5:11: inbox.sources.cms.as: the source 'a b' is no URI reference: the byte 0x20 must be percent-encoded
              write it as a URI reference, such as https://cms.example.org or newsdesk
            """
        ),
        (
            "inbox:\n  sources:\n    cms:\n      as: [org.storyledger]",
            """
            F:4:12: inbox.sources.cms.as: the source 'org.storyledger' is the ledger's own
              write it as a URI reference, such as https://cms.example.org or newsdesk
            """
        ),
        (
            "inbox:\n  sources:\n    cms:\n      as: [a, a]",
            "F:4:15: inbox.sources.cms.as: 'a' is listed twice\n  keep one of them"
        ),
        (
            "inbox:\n  max-ahead: 1500ms",
            """
            F:2:14: inbox.max-ahead: found '1500ms', allowed is a duration in whole seconds from 0s to 366d
              write a whole number and its unit (s, min, h or d), such as 1d
            """
        ),
        ("logs: {}", "F:1:1: unknown section 'logs'\n  did you mean 'log'?"),
        (
            "? [a]\n: b",
            "F:1:3: unknown section a list\n  known here: ledger, inbox, archive, quarantine, publication, check, health, site, log"
        ),
        (
            "inbox:\n  settle: 2 parsecs",
            """
            F:2:11: inbox.settle: found '2 parsecs', allowed is a duration from 10ms to 10min
              write a whole number and its unit (ms, s, min, h or d), such as 2s
            """
        ),
        (
            "inbox:\n  settle: 2",
            """
            F:2:11: inbox.settle: found '2', allowed is a duration from 10ms to 10min
              write a whole number and its unit (ms, s, min, h or d), such as 2s
            """
        ),
        (
            "inbox:\n  scan-interval: 2h",
            """
            F:2:18: inbox.scan-interval: found '2h', allowed is a duration from 1s to 1h
              write a whole number and its unit (ms, s, min, h or d), such as 2s
            """
        ),
        (
            "inbox:\n  wait:",
            """
            F:2:3: inbox.wait: found nothing, allowed is a duration from 0s to 7d
              write a whole number and its unit (ms, s, min, h or d), such as 2s
            """
        ),
        (
            "inbox: {max-file-size: 64MB}",
            """
            F:1:24: inbox.max-file-size: found '64MB', allowed is a size from 1KiB to 1GiB
              write a whole number and its unit (B, KiB, MiB or GiB), such as 64MiB
            """
        ),
        (
            "inbox:\n  batch-files: [1]",
            """
            F:2:16: inbox.batch-files: found a list, allowed is a whole number from 1 to 10000
              write digits only, such as 100
            """
        ),
        (
            "log:\n  level: loud",
            """
            F:2:10: log.level: found 'loud', allowed is one of trace, debug, info, notice, warning, error, critical
              write one of these words
            """
        ),
        (
            "ledger:\n  origin: https://example.org",
            """
            F:2:11: ledger.origin: found 'https://example.org', allowed is auto, or a name of 1 to 255 bytes \
            with no scheme, no white space, no '+' and no slash at the end
              write a name such as news.example.org/ledger
            """
        ),
        (
            "ledger:\n  directory: \"/a\\nb\"",
            """
            F:2:14: ledger.directory: found '/a\\nb', allowed is the path of a directory
              write a path without control characters
            """
        ),
        ("log: info", "F:1:6: log: found 'info', allowed are its settings\n  write them below, indented"),
        ("- log", "F:1:1: found a list, allowed are sections\n  write a section, a colon, and its settings below"),
        ("log:\n  level: info\n  level: debug", "F:2:3: 'level' is written twice\n  keep one of them"),
        (
            "log: [",
            """
            F:2:1: not YAML: while parsing a flow node, did not find expected node content
              check quotes, colons and indentation there
            """
        ),
        (
            "log:\n---\nlog:",
            """
            F:2:1: not YAML: expected a single document in the stream, but found another document
              check quotes, colons and indentation there
            """
        ),
        ("log:\n\u{1}", "F: not YAML: control characters are not allowed\n  remove characters that do not print"),
    ]

    @Test(arguments: refusals)
    func saysWhatIsWrongAndWhere(yaml: String, said: String) throws {
        let directory = try TemporaryDirectory()
        let file = try directory.file(yaml)
        let faults = #expect(throws: ConfigurationFaults.self) {
            try EffectiveConfiguration(ConfigurationSources(file: file))
        }
        let texts = faults?.all.map { "\($0.place): \($0.message)\n  \($0.remedy)" } ?? []
        #expect(texts.map { $0.replacing(file, with: "F") } == [said])
    }

    @Test func reportsEveryFaultFromTopToBottomThenVariablesAndFlags() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.file("log:\n  level: loud\n  size: 1\ninbox:\n  settle: never\n")
        let sources = ConfigurationSources(
            file: file, environment: ["STORYLEDGER_INBOX_WAIT": "long"],
            flags: [ConfigurationSources.Flag(name: "--ledger", setting: "ledger.directory", text: "")])
        let faults = #expect(throws: ConfigurationFaults.self) { try EffectiveConfiguration(sources) }
        #expect(
            faults?.all.map { "\($0.place)".replacing(file, with: "F") }
                == ["F:2:10", "F:3:3", "F:5:11", "STORYLEDGER_INBOX_WAIT", "--ledger"])
    }

    static let unreadable: [(bytes: [UInt8]?, said: String)] = [
        (nil, "the file cannot be read: No such file or directory"),
        ([0x61, 0xFF], "the file is not UTF-8"),
        (Array(repeating: UInt8(ascii: "#"), count: 1 << 20 + 1), "the file is larger than 1MiB"),
    ]

    @Test(arguments: unreadable)
    func saysWhyAFileCannotBeRead(bytes: [UInt8]?, said: String) throws {
        let directory = try TemporaryDirectory()
        let file = try bytes.map { try directory.file($0) } ?? directory.path + "/none"
        #expect(ConfigurationFile(path: file).faults.map(\.message) == [said])
        #expect(ConfigurationFile(path: file).faults.map(\.place) == [.file(path: file)])
    }

    @Test(arguments: ["", "# nothing\n", "~", "inbox:\nlog: ~\n"])
    func aFileMaySayNothing(yaml: String) {
        let file = ConfigurationFile(path: "F", yaml: yaml)
        #expect(file.faults == [])
        #expect(file.entries.isEmpty)
    }

    @Test func aValueMayBeQuoted() {
        let file = ConfigurationFile(path: "F", yaml: "inbox: {wait: '5s', settle: \"null\"}")
        #expect(file.entries.map(\.text) == ["5s", "null"])
    }

    /// The file that is installed, and explains every setting.
    static let shipped = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../config/storyledger.yaml").standardizedFileURL.path

    @Test func theShippedFileHasEverySettingWithItsDefault() throws {
        let file = ConfigurationFile(path: Self.shipped)
        #expect(file.faults == [])
        #expect(file.entries.map(\.key.path) == ConfigurationKey.all.map(\.path))
        let defaults = Configuration()
        for entry in file.entries { #expect(entry.text == entry.key.text(defaults), "\(entry.key.path)") }
    }

    @Test(arguments: ConfigurationKey.all.map(\.path))
    func theShippedFileTellsRangeAndVariable(path: String) throws {
        let key = try #require(ConfigurationKey.named(path))
        let lines = try String(contentsOfFile: Self.shipped, encoding: .utf8).split(separator: "\n")
        let section = try #require(lines.firstIndex { $0.hasPrefix("\(key.section):") })
        let place = try #require(lines[section...].firstIndex { $0.hasPrefix("  \(key.name):") })
        let comment = lines[..<place].reversed().prefix { $0.hasPrefix("  #") }.reversed().joined(separator: " ")
        #expect(comment.contains(key.variable))
        if let range = key.allowed.firstRange(of: " from ") {
            #expect(comment.contains(key.allowed[range.upperBound...].prefix { $0 != " " }))
            #expect(comment.contains(key.allowed.split(separator: " ").last!))
        }
    }
}
