import CanonicalJSON
import EventLog
import Foundation
import StoryEvents
import Testing
import Threads

@testable import LedgerService
@testable import LedgerStatus
@testable import Publication

@Suite("A ledger's daemon as another process finds it")
struct LedgerDaemonTests {
    private let directory: TemporaryDirectory
    private let ledger: String

    init() throws {
        directory = try TemporaryDirectory()
        ledger = directory.path + "/ledger"
        try FileManager.default.createDirectory(atPath: ledger, withIntermediateDirectories: false)
    }

    private func unit(_ name: String, config: String) -> SystemdUnit {
        let command = "/usr/bin/storyledgerd --config \(config)"
        return SystemdUnit(
            name, shown: "ExecStart={ path=/usr/bin/storyledgerd ; argv[]=\(command) ; ignore_errors=no ; }\n")
    }

    /// A daemon of another unit answers where its own settings say, and nothing else names that place.
    @Test func isHeardWhereItsUnitHasItAnswer() async throws {
        let socket = directory.path + "/health"
        let config = try directory.file("ledger:\n  directory: \(ledger)\nhealth:\n  listen: unix:\(socket)\n")
        let answer: JSON = [
            "ledger": .string(Text(ledger)), "process": 1, "ready": true, "alive": true, "line": "2 events",
            "faults": [],
        ]
        let server = try AnsweringSocket(socket, answer.bytes(pretty: false))
        async let served: Void = server.serve()
        var asked = 0
        func daemon(_ unit: SystemdUnit?) -> LedgerDaemon {
            LedgerDaemon(of: LedgerDirectory(ledger), configuration: nil, environment: [:]) {
                asked += 1
                return unit
            }
        }
        #expect(daemon(nil).report() == nil)
        // Where the usual unit has it answer is asked first, whatever its settings.
        #expect(daemon(unit("storyledgerd", config: config)).report() == nil)
        asked = 0
        let other = daemon(unit("storyledgerd@b", config: config))
        #expect(other.report()?.line == "2 events")
        #expect(other.unit?.name == "storyledgerd@b" && other.fault == nil)
        #expect(asked == 1)
        try await served
    }

    /// The key of another unit's service is among that service's credentials, and those of the usual one are not looked at.
    @Test func aCredentialIsLookedForAmongThoseOfTheUnitThatServesTheLedger() throws {
        let place = LedgerDirectory(directory.path + "/other")
        try place.create(origin: try #require(Origin("test.example/ledger")))
        let store = try place.open(.readWrite)
        let key = KeyFile(place.publication, environment: [:]).path
        if FileManager.default.fileExists(atPath: key) { try FileManager.default.removeItem(atPath: key) }
        let credentials = directory.path + "/credentials"
        func isMissing(_ unit: String?) throws -> Bool {
            try PublicationStanding(place, store, environment: [:], credentials: credentials) { unit }.missingKey != nil
        }
        try FileManager.default.createDirectory(
            atPath: credentials + "/storyledgerd.service", withIntermediateDirectories: true)
        #expect(try !isMissing(nil))
        #expect(try isMissing("storyledgerd@b"))
        try FileManager.default.createDirectory(
            atPath: credentials + "/storyledgerd@b.service", withIntermediateDirectories: true)
        #expect(try !isMissing("storyledgerd@b"))
    }
}

/// What a daemon is to those who ask it: a socket that gives one answer to one client.
private final class AnsweringSocket: Sendable {
    private let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    private let answer: [UInt8]

    init(_ path: String, _ body: [UInt8]) throws {
        answer = Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n".utf8) + body
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let length = socklen_t(2 + path.utf8.count + 1)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(result == 0 && listen(descriptor, 8) == 0)
    }

    deinit { close(descriptor) }

    /// Answers the next client, on a thread of its own.
    func serve() async throws {
        try await BlockingThread.run("answer") {
            let client = accept(self.descriptor, nil, nil)
            var request = [UInt8](repeating: 0, count: 4096)
            _ = recv(client, &request, request.count, 0)
            _ = send(client, self.answer, self.answer.count, Int32(MSG_NOSIGNAL))
            close(client)
        }
    }
}
