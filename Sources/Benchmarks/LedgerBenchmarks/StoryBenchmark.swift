import ArgumentParser
import CanonicalJSON
import EventLog

/// The verbs that read one story, each as a whole process, at n, 2n and 4n events of it.
struct StoryBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "story", abstract: "Reads one long story with each verb, at n, 2n and 4n events.")

    @Option(help: "Events of the story, n; one in four is an update with a text of 2 KB.")
    var events = 2_000

    @Option(help: "Rounds; the median of each is shown.")
    var rounds = 3

    @Option(help: "A directory on the disk to measure.")
    var directory: String?

    private static let verbs = [
        ["show"], ["show", "--json"], ["show", "--as-of", "v1"], ["claims"], ["claims", "--json"], ["timeline"],
        ["timeline", "--json"], ["history"], ["history", "--json"], ["blame"], ["blame", "--json"],
    ]

    func run() throws {
        let workspace = try Workspace(in: directory)
        let program = Programs.path("storyledger")
        var costs: [[ProgramCost]] = Self.verbs.map { _ in [] }
        for factor in [1, 2, 4] {
            let ledger = workspace.path("ledger-\(factor)")
            _ = try workspace.run(program, ["init", "--ledger", ledger])
            try OneStory.fill(try SQLiteEventStore(path: ledger + "/ledger.db"), events: events * factor)
            for (index, verb) in Self.verbs.enumerated() {
                let arguments = [verb[0], OneStory.id] + verb.dropFirst() + ["--ledger", ledger]
                let all = try (0..<rounds).map { _ in try ProgramCost.of(program, arguments, in: workspace) }
                costs[index].append(all.sorted { $0.cpuSeconds < $1.cpuSeconds }[rounds / 2])
            }
        }
        print("one story of n = \(events) events, 2n and 4n; seconds of CPU, ratio of each to the one before, peak MiB")
        for (verb, costs) in zip(Self.verbs, costs) {
            let name = verb.joined(separator: " ")
            let seconds = costs.map { $0.cpuSeconds.shown(3, width: 8) }.joined()
            let ratios = zip(costs, costs.dropFirst()).map { ($1.cpuSeconds / $0.cpuSeconds).shown(2, width: 7) }
            let memory = costs.map { $0.memory.shown(width: 6) }.joined()
            print(
                "  \(name)\(String(repeating: " ", count: max(0, 18 - name.count)))\(seconds)  \(ratios.joined())  \(memory)"
            )
        }
    }
}

/// One story of many events: four claims, texts of 2 KB, denials, reiterations and responses in turn.
enum OneStory {
    static let id = "one-story"

    static func fill(_ store: SQLiteEventStore, events: Int) throws {
        let recorder = Recorder(store)
        for first in stride(from: 0, to: events, by: 1_000) {
            var bytes: [UInt8] = []
            for number in first..<min(first + 1_000, events) {
                bytes += document(number).bytes(pretty: false)
                bytes.append(UInt8(ascii: "\n"))
            }
            try recorder.recordWhole(bytes)
        }
    }

    private static func document(_ number: Int) -> JSON {
        var data: JSONObject
        let type: Text
        let party = JSON.string("Party \(number % 7)")
        switch number == 0 ? 4 : number % 4 {
        case 0: (type, data) = ("updated", ["body": .string(body(number)), "note": "A sentence was changed."])
        case 1: (type, data) = ("denied", ["by": party, "claim": .string("claim-\(number / 4 % 4)")])
        case 2: (type, data) = ("reiterated", ["by": party])
        case 3: (type, data) = ("responded", ["by": party, "outcome": "statement", "statement": "We were not asked."])
        default:
            let claims = (0..<4).map { ["id": .string("claim-\($0)"), "text": "It is so."] as JSON }
            (type, data) = (
                "published", ["headline": "One story", "body": .string(body(0)), "claims": .array(claims)]
            )
            data["requests"] = [["id": "asked", "party": "Party 3", "asked": "2026-03-02T08:00:00Z"]]
        }
        return [
            "type": .string(type), "subject": .string(Text(id)), "id": .string("event-\(number)"),
            "time": "2026-03-02T11:20:00+01:00", "data": .object(data),
        ]
    }

    /// Twelve paragraphs, one of them different each time.
    private static func body(_ number: Int) -> Text {
        let paragraphs = (0..<12).map { place in
            place == number / 4 % 12
                ? "In edition \(number) the council said that the roof would be repaired in week \(number % 53)."
                : "Paragraph \(place) says that the ministry took no decision on Monday, and that the owners of the "
                    + "cafe by the harbor dispute what was said about the bridge."
        }
        return Text(paragraphs.joined(separator: "\n\n"))
    }
}

extension Recorder {
    /// Records a file of documents, one a line, all of which must be taken.
    func recordWhole(_ bytes: [UInt8]) throws {
        let file = Submission(file: "batch.ndjson", bytes: bytes, format: .lines, defaultSource: "newsdesk")
        guard case .decided(let receipt)? = try record([file]).first, receipt.outcome == .appended else {
            throw Workspace.Failure(description: "the documents were not appended")
        }
    }
}
