import ArgumentParser
import CanonicalJSON
import EventLog
import Foundation

/// Files whose work must stay linear in their size, each at n, 2n and 4n; and what reading the largest story takes.
struct LimitsBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits", abstract: "Records hostile shapes at n, 2n and 4n, and reads the story that they make.")

    @Option(help: "Moves on the story that is read last.")
    var moves = 100_000

    @Option(help: "Rounds; the fastest of each is shown.")
    var rounds = 3

    @Option(help: "A directory on the disk to measure.")
    var directory: String?

    func run() throws {
        let workspace = try Workspace(in: directory)
        print("seconds at n, 2n and 4n, and the ratio of each to the one before")
        for shape in Shape.all {
            let times = try [1, 2, 4].map { try fastest(shape, shape.count * $0, workspace) }
            let ratios = zip(times, times.dropFirst()).map { ($1 / $0).shown(2, width: 7) }.joined()
            let seconds = times.map { $0.shown(3, width: 8) }.joined()
            let name = "\(shape.name), n = \(shape.count)"
            print("  \(name)\(String(repeating: " ", count: max(0, 66 - name.count)))\(seconds)  \(ratios)")
        }
        try measureMemory(workspace)
        try read(workspace)
    }

    /// Appends documents of very many short values, up to nearly as many as one may have.
    private func measureMemory(_ workspace: Workspace) throws {
        let program = Programs.path("storyledger")
        let ledger = workspace.path("values")
        _ = try workspace.run(program, ["init", "--ledger", ledger])
        print(
            "peak MiB of 'append' at n, 2n and 4n values, n = 62,000, or 24,000 strings, and MiB of the largest document"
        )
        let units: [(name: String, text: String, count: Int)] = [
            ("nested arrays", "[[[[[[[]]]]]]]", 62_000 / 7), ("numbers", "1", 62_000),
            ("empty objects", #"{"":{}}"#, 62_000 / 2), ("strings of 16 bytes", #""0123456789abcdef""#, 24_000),
        ]
        for (index, unit) in units.enumerated() {
            var (peaks, size) = ("", 0)
            for factor in [1, 2, 4] {
                let values = Array(repeating: unit.text, count: factor * unit.count).joined(separator: ",")
                let document =
                    #"{"type":"published","subject":"s\#(index)-\#(factor)","time":"2026-03-02T09:00:00Z","data":"#
                    + #"{"headline":"h","body":"b","extra":{"x":[\#(values)]}}}"#
                let path = workspace.path("values.json")
                try Data(document.utf8).write(to: URL(filePath: path))
                peaks += try ProgramCost.of(program, ["append", path, "--ledger", ledger], in: workspace).memory
                    .shown(width: 7)
                size = document.utf8.count >> 20
            }
            print("  \(unit.name)\(String(repeating: " ", count: max(0, 24 - unit.name.count)))\(peaks)   \(size)")
        }
    }

    private func fastest(_ shape: Shape, _ count: Int, _ workspace: Workspace) throws -> Double {
        let (before, file) = shape.files(count)
        var fastest = Double.infinity
        for _ in 0..<rounds {
            defer { try? workspace.removeDatabase("log.db") }
            let recorder = Recorder(try workspace.makeLog("log.db"))
            if !before.isEmpty { try recorder.recordWhole(before) }
            let submission = Submission(file: "shape.ndjson", bytes: file, format: .lines, defaultSource: "newsdesk")
            var isTaken = false
            let cost = try Cost.of {
                guard case .decided(let receipt)? = try recorder.record([submission]).first else { return }
                isTaken = receipt.outcome == .appended
            }
            guard isTaken != shape.isRefused else {
                throw Workspace.Failure(description: "\(shape.name): \(isTaken ? "taken" : "refused")")
            }
            fastest = min(fastest, cost.seconds)
        }
        return fastest
    }

    /// Reads a story with as many claims and requests as one may have, and many moves on it.
    private func read(_ workspace: Workspace) throws {
        let program = Programs.path("storyledger")
        let ledger = workspace.path("ledger")
        _ = try workspace.run(program, ["init", "--ledger", ledger])
        let recorder = Recorder(try SQLiteEventStore(path: ledger + "/ledger.db"))
        try recorder.recordWhole(Shape.story(claims: 1_000, requests: 1_000))
        for first in stride(from: 0, to: moves, by: 10_000) {
            try recorder.recordWhole(Shape.lines(first..<min(first + 10_000, moves)) { Shape.mixedMove($0) })
        }
        print("a story with 1,000 claims, 1,000 requests and \(moves) moves: seconds, seconds of CPU, peak MiB")
        let verbs = [
            ["show"], ["show", "--json"], ["claims"], ["claims", "--json"], ["timeline"], ["parties", "--json"],
        ]
        for verb in verbs {
            let story = verb[0] == "parties" ? [] : ["roof"]
            let cost = try ProgramCost.of(
                program, [verb[0]] + story + verb.dropFirst() + ["--ledger", ledger], in: workspace)
            let name = verb.joined(separator: " ")
            let figures =
                cost.seconds.shown(3, width: 8) + cost.cpuSeconds.shown(3, width: 8) + cost.memory.shown(width: 6)
            print("  \(name)\(String(repeating: " ", count: max(0, 18 - name.count)))\(figures)")
        }
    }
}

/// A file that was once expensive beyond its size.
private struct Shape {
    let name: String
    /// The number that is doubled.
    let count: Int
    var isRefused = false
    /// What must be there before, and the file itself.
    let files: @Sendable (Int) -> (before: [UInt8], file: [UInt8])

    static let all = [
        Shape(name: "reiterations that name no claim, on 1,000 claims", count: 2_500) { count in
            (story(claims: 1_000), lines(0..<count) { move($0, ["by": "Jo"]) })
        },
        Shape(name: "reiterations of 100 claims each", count: 500) { count in
            let named = JSON.array((0..<100).map { .string("c\($0)") })
            return (story(claims: 1_000), lines(0..<count) { move($0, ["by": "Jo", "claims": named]) })
        },
        Shape(name: "reiterations with 'answers'", count: 10_000) { count in
            (
                story(claims: 1),
                lines(0..<count) { move($0, ["by": "Jo", "answers": .string($0 == 0 ? "p" : "m\($0 - 1)")]) }
            )
        },
        Shape(name: "claims in one document", count: 250) { count in ([], story(claims: count)) },
        Shape(name: "claims in one document, too many", count: 10_000, isRefused: true) { count in
            ([], story(claims: count))
        },
        Shape(name: "requests in one document, too many", count: 10_000, isRefused: true) { count in
            ([], story(claims: 0, requests: count))
        },
        Shape(name: "claims named in one document, too many", count: 10_000, isRefused: true) { count in
            let named = JSON.array((0..<count).map { .string("c\($0)") })
            return (story(claims: 1), lines(0..<1) { move($0, ["by": "Jo", "claims": named]) })
        },
        Shape(name: "parties named in one document, too many", count: 10_000, isRefused: true) { count in
            let claim: JSON = [
                "id": "d", "text": "t", "about": .array((0..<count).map { .string("Party \($0)") }),
            ]
            return (story(claims: 1), lines(0..<1) { document($0, "updated", ["claims": [claim]]) })
        },
        Shape(name: "updates with one claim each", count: 249) { count in
            (story(claims: 1), lines(0..<count) { document($0, "updated", ["claims": [claim($0 + 1)]]) })
        },
        Shape(name: "unknown claims, against 1,000", count: 25, isRefused: true) { count in
            let named = JSON.array((0..<count).map { .string("claim-number-\($0)") })
            return (story(claims: 1_000), lines(0..<1) { move($0, ["by": "Jo", "claims": named]) })
        },
        Shape(name: "nested values in one document, too many", count: 100_000, isRefused: true) { count in
            let nested = JSON.array((0..<count).map { _ in [[[[]]]] })
            return (
                [], lines(0..<1) { document($0, "published", ["headline": "h", "body": "b", "extra": ["x": nested]]) }
            )
        },
        Shape(name: "denials of two stories of 10 MiB, in turn", count: 100) { count in
            let body = JSON.string(Text(String(repeating: "word ", count: 2 << 20)))
            func about(_ story: Int, _ document: JSON) -> JSON {
                guard case .object(var object) = document else { return document }
                object["subject"] = .string("s\(story)")
                return .object(object)
            }
            let stories = lines(0..<2) {
                about($0, document($0 - 2, "published", ["headline": "h", "body": body, "claims": [claim(0)]]))
            }
            return (
                stories, lines(0..<count) { about($0 % 2, document($0, "denied", ["by": "Jo", "claims": ["c0"]])) }
            )
        },
        Shape(name: "updates of one member of a large 'extra'", count: 1_000) { count in
            let members = JSON.object(
                (0..<20_000).reduce(into: JSONObject()) { $0.append("m\($1)", .integer(Int64($1))) })
            let before = lines(-1..<0) { document($0, "published", ["headline": "h", "body": "b", "extra": members]) }
            return (
                before,
                lines(0..<count) { document($0, "updated", ["extra": ["m\($0 % 7)": .integer(Int64(-1 - $0))]]) }
            )
        },
    ]

    /// A file that starts a story.
    static func story(claims: Int, requests: Int = 0) -> [UInt8] {
        var data: JSONObject = ["headline": "The roof", "body": "The roof will be repaired in May."]
        data["claims"] = .array((0..<claims).map(claim))
        data["requests"] = .array(
            (0..<requests).map { ["id": .string("r\($0)"), "party": .string("Party \($0 % 7)")] })
        var document = document(0, "published", data)
        if case .object(var object) = document {
            object["id"] = "p"
            document = .object(object)
        }
        return document.bytes(pretty: false)
    }

    static func lines(_ numbers: Range<Int>, _ document: (Int) -> JSON) -> [UInt8] {
        var bytes: [UInt8] = []
        for number in numbers {
            bytes += document(number).bytes(pretty: false)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private static func claim(_ number: Int) -> JSON {
        ["id": .string("c\(number)"), "text": "The roof will be repaired.", "attribution": ["Town council"]]
    }

    private static func move(_ number: Int, _ data: JSONObject) -> JSON { document(number, "reiterated", data) }

    /// One move in two names no claim, the others name one.
    static func mixedMove(_ number: Int) -> JSON {
        var data: JSONObject = ["by": .string("Party \(number % 7)")]
        if number % 2 == 0 { data["claims"] = [.string("c\(number / 2 % 1_000)")] }
        switch number % 5 {
        case 0:
            data["claims"] = [.string("c\(number % 1_000)")]
            return document(number, "denied", data)
        case 1:
            data["outcome"] = "statement"
            data["statement"] = "We have nothing to hide, and said so in March."
            return document(number, "responded", data)
        default: return document(number, "reiterated", data)
        }
    }

    private static func document(_ number: Int, _ type: Text, _ data: JSONObject) -> JSON {
        [
            "type": .string(type), "subject": "roof", "id": .string("m\(number)"), "time": "2026-03-02T11:20:00+01:00",
            "data": .object(data),
        ]
    }
}
