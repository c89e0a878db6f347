import Foundation
import LedgerTestKit
import MerkleLog
import Testing

@testable import Publication

@Suite("The signing key")
struct KeyFileTests {
    private let ledger: PublishedLedger
    private var file: KeyFile { KeyFile(ledger.directories, environment: [:]) }
    private var origin: String { ledger.store.ledger.origin }

    init() throws { ledger = try PublishedLedger(events: 2) }

    private func write(_ text: String, mode: mode_t = 0o600) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: ledger.directories.key))
        chmod(ledger.directories.key, mode)
    }

    @Test func isReadByTheLedgerAlone() throws {
        var status = stat()
        #expect(stat(ledger.directories.key, &status) == 0)
        #expect(status.st_mode == S_IFREG | 0o600)
        #expect(try file.read(origin: origin).verifiers == ledger.keys.verifiers)
        #expect(try file.read(origin: origin).verifiers[0].identity.name.description == origin)
        // Made once.
        #expect(try file.create(origin: origin).verifiers == ledger.keys.verifiers)
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o660, 0o601] as [mode_t]) func isRefusedWhereOthersMayReadIt(
        mode: mode_t
    ) throws {
        chmod(ledger.directories.key, mode)
        let error = try #require(throws: PublicationError.self) { try ledger.publisher.publish() }
        guard case .exposedKey = error else {
            Issue.record("\(error)")
            return
        }
        #expect(error.message.hasSuffix("its mode is \(String(mode, radix: 8))"))
        #expect(try ledger.files().isEmpty)
    }

    @Test(arguments: [
        "", "\n", "PRIVATE+KEY+x", "not a key\n", "PRIVATE+KEY+test.example/ledger+00000000+AAAA\n", "\u{0}\n",
    ])
    func isRefusedWhenItIsNone(text: String) throws {
        try write(text)
        let error = try #require(throws: PublicationError.self) { try file.read(origin: origin) }
        guard case .badKey = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func isRefusedWhenItIsAnothers() throws {
        let name = try KeyName(origin)
        let own = SignerKey(generating: .ed25519, name: name)
        let other = SignerKey(generating: .ed25519, name: try KeyName("other.example"))
        let witness = SignerKey(generating: .cosignature, name: name)
        for (texts, reason) in [
            ([other], "the key is named other.example, the log \(origin)"),
            ([own, other], "the key is named other.example"), ([witness], "for cosignatures"),
            ([own, own], "there twice"), ([own, own, own], "more than 2"),
        ] {
            try write(texts.map { $0.privateText + "\n" }.joined())
            let error = try #require(throws: PublicationError.self) { try file.read(origin: origin) }
            #expect(error.message.contains(reason), "\(error)")
            for text in texts { #expect(!error.message.contains(text.privateText.suffix(40))) }
        }
    }

    @Test func isNoLinkAndNoDirectory() throws {
        try FileManager.default.removeItem(atPath: ledger.directories.key)
        #expect(throws: PublicationError.self) { try file.read(origin: origin) }
        try FileManager.default.createSymbolicLink(atPath: ledger.directories.key, withDestinationPath: "/dev/null")
        #expect(throws: PublicationError.self) { try file.read(origin: origin) }
        try FileManager.default.removeItem(atPath: ledger.directories.key)
        try FileManager.default.createDirectory(atPath: ledger.directories.key, withIntermediateDirectories: false)
        #expect(throws: PublicationError.self) { try file.read(origin: origin) }
    }

    @Test func rotatesOverATimeOfTwo() throws {
        _ = try ledger.publisher.publish()
        let old = ledger.keys.verifiers
        let both = try file.beginRotation(origin: origin).verifiers
        #expect(both.count == 2)
        #expect(both[1] == old[0])
        #expect(throws: PublicationError.self) { try file.beginRotation(origin: origin) }
        let signed = try #require(try ledger.publisher.publishIfGrown())
        #expect(try signed.note.verified(by: both).signatures.map(\.key) == both)
        #expect(try ledger.publisher.publishIfGrown() == nil)

        let new = try file.finishRotation(origin: origin).verifiers
        #expect(new == [both[0]])
        #expect(throws: PublicationError.self) { try file.finishRotation(origin: origin) }
        let last = try #require(try ledger.publisher.publishIfGrown())
        #expect(last.note.signatures.map(\.key) == new.map(\.identity))
    }

    @Test func comesAsACredentialWhereThereIsOne() throws {
        let credentials = ledger.directories.ledger + "/credentials"
        try FileManager.default.createDirectory(atPath: credentials, withIntermediateDirectories: true)
        let environment = ["CREDENTIALS_DIRECTORY": credentials]
        // None of that name: the file counts.
        #expect(!KeyFile(ledger.directories, environment: environment).isCredential)

        let key = SignerKey(generating: .ed25519, name: try KeyName(origin))
        let path = credentials + "/key"
        // A secret store may have trimmed the last newline.
        try Data(key.privateText.utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o440)
        let credential = KeyFile(ledger.directories, environment: environment)
        #expect(try credential.read(origin: origin).verifiers == [key.verifierKey])
        #expect(throws: PublicationError.self) { try credential.beginRotation(origin: origin) }
        chmod(path, 0o444)
        #expect(throws: PublicationError.self) { try credential.read(origin: origin) }
    }

    @Test func cannotBePrinted() throws {
        let secret = ledger.keys.signers[0].privateText.suffix(44)
        var dumped = ""
        dump(ledger.keys, to: &dumped)
        #expect(!"\(ledger.keys)".contains(secret))
        #expect(!dumped.contains(secret))
    }
}
