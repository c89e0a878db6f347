import Foundation
import LedgerTestKit
import Testing

/// No input traps or holds up a parser of bytes from outside, and what it accepts it can write.
///
/// `STORYLEDGER_FUZZ=60` runs for so many seconds in all; without it each parser gets a few hundred inputs. The seed of the
/// input in progress is in a file, so that one that ends the process is known: `STORYLEDGER_FUZZ_SEED=1234` runs it alone.
@Suite("Parsers of bytes from outside", .serialized)
struct FuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seconds = environment["STORYLEDGER_FUZZ"].flatMap(Double.init)
    private static let only = environment["STORYLEDGER_FUZZ_SEED"].flatMap(UInt64.init)
    /// What one input may take. The programs are built without optimisation, on machines that do other work.
    private static let longest = Duration.seconds(5)

    @Test(.serialized, .timeLimit(.minutes(60)), arguments: FuzzedParser.all) func neitherTrapNorHang(
        parser: FuzzedParser
    ) throws {
        for seed in parser.seeds { #expect(parser.fault(of: seed) == nil, "\(parser.name): a seed") }
        #expect(parser.seeds.contains { parser.read($0) != nil } == parser.hasEncoder, "\(parser.name): its seeds")
        if let only = Self.only { return try check(parser, only) }
        let first = Self.seconds == nil ? 0 : UInt64.random(in: 1...UInt64(UInt32.max)) << 20
        if Self.seconds != nil { print("\(parser.name): from seed \(first)") }
        let end = ContinuousClock.now + .seconds((Self.seconds ?? 0) / Double(FuzzedParser.all.count))
        let note = try SeedNote(parser.name)
        var seed = first
        while Self.seconds == nil ? seed < 300 : ContinuousClock.now < end {
            note.write(seed)
            try check(parser, seed)
            seed += 1
        }
        if Self.seconds != nil { print("\(parser.name): \(seed - first) inputs") }
        note.remove()
    }

    private func check(_ parser: FuzzedParser, _ seed: UInt64) throws {
        var mutator = Mutator(seed: seed)
        let input = mutator.input(from: parser.seeds)
        let start = ContinuousClock.now
        let fault = parser.fault(of: input)
        let taken = ContinuousClock.now - start
        #expect(fault == nil && taken < Self.longest, "\(parser.name), seed \(seed), \(taken): \(shown(input))")
    }

    private func shown(_ input: [UInt8]) -> String {
        String(reflecting: String(decoding: input.prefix(2000), as: UTF8.self))
    }
}

/// The seed of the input in progress, in a file that survives the process.
private struct SeedNote {
    private let url: URL

    init(_ name: String) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "storyledger-fuzz")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        url = directory.appending(path: name.replacing(" ", with: "-"))
        try Data().write(to: url)
    }

    func write(_ seed: UInt64) {
        _ = FileManager.default.createFile(atPath: url.path, contents: Data("\(seed)\n".utf8))
    }

    func remove() { _ = unlink(url.path) }
}
