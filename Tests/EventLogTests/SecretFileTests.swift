import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

@Suite("A ledger's secret is a file that its user alone can read")
struct SecretFileTests {
    private let ledger: TemporaryLedger
    private let file: SecretFile

    init() throws {
        ledger = try TemporaryLedger()
        file = SecretFile(beside: ledger.path)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func write(_ text: String, mode: Int = 0o600) throws {
        try FileManager.default.removeItem(atPath: file.path)
        #expect(
            FileManager.default.createFile(
                atPath: file.path, contents: Data(text.utf8), attributes: [.posixPermissions: mode]))
    }

    @Test func isNotInTheLog() throws {
        let secret = Data(TemporaryLedger.secret.bytes)
        #expect(try Data(contentsOf: URL(filePath: ledger.path)).range(of: secret) == nil)
        #expect(try mode(file.path) == 0o600)
        #expect(try file.read() == TemporaryLedger.secret)
    }

    @Test func isMadeOnce() throws {
        let other = try #require(LedgerSecret([UInt8](repeating: 9, count: 32)))
        #expect(try file.create(other) == TemporaryLedger.secret)
        #expect(try ledger.files() == ["ledger.db", "secret"])
    }

    static let faults: [(text: String, mode: Int, reason: String)] = [
        (String(repeating: "0a", count: 32) + "\n", 0o640, "others may read it: its mode is 0640, expected 0600"),
        (String(repeating: "0a", count: 31) + "\n", 0o600, "expected 64 hexadecimal digits, found 63 bytes"),
        (String(repeating: "0g", count: 32), 0o600, "expected 64 hexadecimal digits, found 64 bytes"),
        (String(repeating: "0", count: 9_999), 0o600, "expected 64 hexadecimal digits, found 128 bytes"),
        ("", 0o600, "expected 64 hexadecimal digits, found 0 bytes"),
    ]

    @Test(arguments: faults)
    func saysWhyItCannotBeUsed(_ text: String, _ mode: Int, _ reason: String) throws {
        try write(text, mode: mode)
        #expect(throws: EventLogError.noSecret(path: file.path, reason: reason)) { try file.read() }
    }

    @Test func isNotASymbolicLink() throws {
        let aside = ledger.file("aside")
        try FileManager.default.moveItem(atPath: file.path, toPath: aside)
        try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: aside)
        #expect(throws: EventLogError.noSecret(path: file.path, reason: "Too many levels of symbolic links")) {
            try file.read()
        }
    }

    @Test func mayBeACredential() throws {
        let directory = ledger.file("credentials")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let text = String(repeating: "0b", count: 32)
        #expect(
            FileManager.default.createFile(
                atPath: directory + "/secret", contents: Data(text.utf8), attributes: [.posixPermissions: 0o440]))
        let root = URL(filePath: ledger.path).deletingLastPathComponent().path
        let credential = SecretFile(ledger: root, environment: ["CREDENTIALS_DIRECTORY": directory])
        #expect(credential.isCredential)
        #expect(try credential.read().bytes == [UInt8](repeating: 0x0B, count: 32))
        #expect(!SecretFile(ledger: root, environment: ["CREDENTIALS_DIRECTORY": root + "/none"]).isCredential)
    }

    @Test func hasItsModeWhateverTheUmask() throws {
        for mask in [0o000, 0o022, 0o077] as [mode_t] {
            let before = umask(mask)
            defer { umask(before) }
            let path = ledger.file("log-\(mask).db")
            try SQLiteEventStore.create(path: path, facts: TemporaryLedger.facts)
            #expect(try mode(path) == 0o640)
        }
    }
}
