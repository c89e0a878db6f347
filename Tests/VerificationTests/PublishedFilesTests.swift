import Foundation
import LedgerTestKit
import MerkleLog
import Testing
import Verification

@Suite("A verifier holds every published file against the log", .slow)
struct PublishedFilesTests {
    private let signed: SignedLedger
    private static let files = [
        "published-head", "public/checkpoint", "public/tile/0/000", "public/tile/0/001.p/44", "public/tile/1/000.p/1",
        "public/tile/entries/000", "public/tile/entries/001.p/44",
    ]

    init() throws { signed = try SignedLedger() }

    /// Beside those of the database and the secret, which is published nowhere.
    @Test func knowsEveryFile() throws {
        let root = URL(filePath: signed.ledger.file("ledger.db")).deletingLastPathComponent()
        let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
        let files = try (found?.allObjects ?? []).compactMap { $0 as? URL }
            .filter { try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true }
            .map { String($0.path.dropFirst(root.path.count + 1)) }
            .filter { !$0.hasPrefix("ledger.db") && $0 != "secret" }
        #expect(files.sorted() == Self.files.sorted())
    }

    @Test(arguments: files, [UInt64](1...4))
    func namesAFileWithOneBitFlipped(_ path: String, _ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let url = URL(filePath: signed.ledger.file(path))
        var bytes = [UInt8](try Data(contentsOf: url))
        bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        try Data(bytes).write(to: url)
        let findings = try signed.findings()
        #expect(findings.contains { $0.place == .file(path) }, "seed \(seed): \(findings)")
        if path.contains("tile") { #expect(findings.count == 1) }
    }

    /// Every third byte, also of a witness's line, and whether or not keys are known.
    @Test(arguments: ["public/checkpoint", "published-head"])
    func namesACheckpointWithAnyByteChanged(_ path: String) throws {
        let signed = try SignedLedger(events: 6)
        let url = URL(filePath: signed.ledger.file(path))
        let bytes = [UInt8](try Data(contentsOf: url))
        for place in stride(from: 0, to: bytes.count, by: 3) {
            var changed = bytes
            changed[place] ^= 1 << (place % 8)
            try Data(changed).write(to: url)
            for keys in [[], [signed.signer.verifierKey, signed.witness.verifierKey]] {
                let findings = try signed.findings(keys: keys)
                #expect(findings.contains { $0.place == .file(path) }, "byte \(place): \(findings)")
            }
        }
    }

    @Test(arguments: files.filter { $0.contains("tile") })
    func namesAFileThatIsMissingCutOrLonger(_ path: String) throws {
        let url = URL(filePath: signed.ledger.file(path))
        let bytes = try Data(contentsOf: url)
        try bytes.dropLast().write(to: url)
        #expect(try signed.findings().map(\.place) == [.file(path)])
        try (bytes + [0]).write(to: url)
        #expect(try signed.findings().map(\.place) == [.file(path)])
        try FileManager.default.removeItem(at: url)
        #expect(try signed.findings() == [Finding(.file(path), "it is missing")])
    }

    @Test func letsLeftoversBeThatAreTheLogs() throws {
        let whole = try Data(contentsOf: URL(filePath: signed.ledger.file("public/tile/0/000")))
        try signed.write([UInt8](whole.prefix(7 * 32)), to: "tile/0/000.p/7")
        #expect(try signed.findings() == [])
        try signed.write([UInt8](whole.prefix(7 * 32).reversed()), to: "tile/0/000.p/7")
        #expect(try signed.findings().map(\.place) == [.file("public/tile/0/000.p/7")])
    }

    @Test func holdsTheHighestHeadAgainstTheLog() throws {
        let head = URL(filePath: signed.ledger.file("published-head"))
        #expect(try signed.findings() == [])
        let later = try Checkpoint(origin: SignedLedger.origin, size: 400, root: .leaf([1])).signed(by: [signed.signer])
        try Data(later.bytes).write(to: head)
        #expect(try signed.findings() == [Finding(.file("published-head"), "it is of 400 leaves; the log has 300")])
    }

    @Test func namesWhatIsNoFileOfTheLog() throws {
        try signed.write([1], to: "tile/0/x")
        try signed.write([1], to: "tile/0/002.p/1")
        #expect(
            try signed.findings() == [
                Finding(.file("public/tile/0/002.p/1"), "it is beyond the log, which has 300 leaves"),
                Finding(.file("public/tile/0/x"), "it is no file of a log"),
            ])
    }
}
