import Foundation
import Testing

/// Types the commands of golden transcripts into a shell and compares every byte of what the real programs print.
///
/// `STORYLEDGER_RECORD=1` rewrites the transcripts, and fails the run.
@Suite struct TranscriptTests {
    @Test(arguments: try Transcript.all())
    func saysWhatTheTranscriptSays(_ transcript: Transcript) throws {
        let shell = try Shell()
        defer { shell.remove() }
        let played = try transcript.commands.map { command in
            Transcript.Exchange(command: command, reply: try shell.type(command))
        }
        let text = transcript.text(with: played)
        guard ProcessInfo.processInfo.environment["STORYLEDGER_RECORD"] == nil else {
            try text.write(to: transcript.url, atomically: true, encoding: .utf8)
            Issue.record("recorded \(transcript.name); look at it, and run again without STORYLEDGER_RECORD")
            return
        }
        for (expected, found) in zip(transcript.exchanges, played) {
            #expect(found.reply == expected.reply, "$ \(expected.command)")
        }
    }
}

/// A file of `$ command` lines, each followed by what it prints, and `[exit N]` where N is not 0.
struct Transcript: CustomTestStringConvertible, Sendable {
    struct Exchange: Sendable {
        var command: String
        var reply: String
    }

    let url: URL
    let preamble: String
    let exchanges: [Exchange]

    var name: String { url.deletingPathExtension().lastPathComponent }
    var testDescription: String { name }
    var commands: [String] { exchanges.map(\.command) }

    static func all() throws -> [Transcript] {
        let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
        return try FileManager.default.contentsOfDirectory(at: golden, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "txt" }
            .sorted { $0.path < $1.path }
            .map(Transcript.init)
    }

    init(_ url: URL) throws {
        self.url = url
        let text = try String(contentsOf: url, encoding: .utf8)
        var preamble = ""
        var exchanges: [Exchange] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("$ ") {
                exchanges.append(Exchange(command: String(line.dropFirst(2)), reply: ""))
            } else if exchanges.isEmpty {
                preamble += line + "\n"
            } else {
                exchanges[exchanges.count - 1].reply += line + "\n"
            }
        }
        self.preamble = preamble
        self.exchanges = exchanges
    }

    func text(with played: [Exchange]) -> String {
        preamble + played.map { "$ \($0.command)\n\($0.reply)" }.joined()
    }
}
