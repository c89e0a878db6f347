import EventLog
import Foundation
import LedgerTestKit
import Logging
import MerkleLog
import ServiceLifecycle
import Testing

@testable import Publication

@Suite("Witnesses", .slow, .timeLimit(.minutes(2)))
struct WitnessTests {
    private func ask(
        _ witnesses: [TestWitness], _ ledger: PublishedLedger, timeout: Duration = .seconds(20)
    ) async throws -> [WitnessFault?] {
        let published = try ledger.publisher.publish()
        let list = try witnesses.enumerated().map { try $0.element.witness("w\($0.offset)") }
        return try await ledger.publisher.askOnce(list, about: published, timeout: timeout).map(\.fault)
    }

    @Test(arguments: [0, 1, 300]) func cosignWhatReadersSee(size: Int) async throws {
        let ledger = try PublishedLedger(events: size)
        let first = try TestWitness(.honest, logKeys: ledger.keys.verifiers)
        let second = try TestWitness(.chunked, name: "other.example/w", logKeys: ledger.keys.verifiers)
        let reader = Reader(ledger, witnesses: [first.key.verifierKey, second.key.verifierKey])
        for growth in [0, 1, 299] {
            try ledger.append(growth)
            #expect(try await ask([first, second], ledger) == [nil, nil])
            #expect(try reader.checkpoint()?.cosignatures.count == 2)
            #expect(try reader.checkEverything() == UInt64(try ledger.store.size()))
        }
        let stored = try #require(try ledger.store.checkpoints(limit: 1).first)
        #expect(stored.note == (try reader.checkpoint()?.note.note.bytes))
    }

    @Test func tellWhatTheyKnowAndAreAskedFromThere() async throws {
        let ledger = try PublishedLedger(events: 5)
        let witness = try TestWitness(.honest, logKeys: ledger.keys.verifiers)
        #expect(try await ask([witness], ledger) == [nil])
        try ledger.append(7)
        // A client that has stored nothing begins at 0, is told 5, and asks again.
        let published = try ledger.publisher.publish()
        var client = WitnessClient(try witness.witness())
        let cosignatures = try await client.cosign(published.note, LogTree(ledger.store, size: 12))
        #expect(cosignatures.count == 1)
        #expect(witness.requests == 3)
        #expect(client.cosigned == 12)
    }

    @Test func areWarnedOfWhenTheyLoseTheirState() async throws {
        let ledger = try PublishedLedger(events: 5)
        let witness = try TestWitness(.honest, logKeys: ledger.keys.verifiers)
        #expect(try await ask([witness], ledger) == [nil])
        try ledger.append(7)
        witness.forget()
        let published = try ledger.publisher.publish()
        let list = [try witness.witness()]
        let answer = try await ledger.publisher.askOnce(list, about: published, timeout: .seconds(20))[0]
        #expect(answer.fault == nil)
        #expect(answer.loss == WitnessLoss(cosigned: 5, known: 0))
        #expect(answer.loss?.message.contains("knows only 0") == true)
        try ledger.append(1)
        let next = try ledger.publisher.publish()
        #expect(try await ledger.publisher.askOnce(list, about: next, timeout: .seconds(20))[0].loss == nil)
    }

    @Test func areAskedOverOneConnectionThatMayEnd() async throws {
        let ledger = try PublishedLedger(events: 5)
        let witness = try TestWitness(.honest, logKeys: ledger.keys.verifiers)
        var client = WitnessClient(try witness.witness())
        for keeps in [false, true, true, true, false, true] {
            if keeps { witness.keepConnections() }
            try ledger.append(1)
            let published = try ledger.publisher.publish()
            let tree = LogTree(ledger.store, size: published.checkpoint.size)
            #expect(try await client.cosign(published.note, tree).count == 1)
        }
        // The first answer closed its connection; the others came over one.
        #expect(witness.connections == 2)
        #expect(witness.requests == 6)
    }

    @Test func areNotBelievedWhenTheyLie() async throws {
        let ledger = try PublishedLedger(events: 5)
        let manners: [TestWitness.Manner] = [
            .wrongKey, .lying, .alwaysConflicting, .ahead, .dead, .raw("HTTP/1.1 200 OK\r\n\r\n"),
            .raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"), .raw("SSH-2.0\r\n\r\n"),
            .raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc"), .raw("HTTP/1.1 409 No\r\n\r\n-1\n"),
            .raw("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"),
            .raw("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 1 << 17)),
            .raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"),
            .raw("HTTP/1.1 404 Not Found\r\nContent-Length: 18\r\n\r\nlog is not known\r\n"),
        ]
        let witnesses = try manners.enumerated().map {
            try TestWitness($0.element, name: "w\($0.offset).example", logKeys: ledger.keys.verifiers)
        }
        let honest = try TestWitness(.honest, name: "honest.example", logKeys: ledger.keys.verifiers)
        let faults = try await ask(witnesses + [honest], ledger)
        #expect(faults.last == .some(nil))
        for (manner, fault) in zip(manners, faults) { #expect(fault != nil, "\(manner)") }
        #expect(faults[0].map { "\($0)".hasPrefix("badCosignature") } == true, "\(String(describing: faults[0]))")
        #expect(faults[1].map { "\($0)".hasPrefix("badCosignature") } == true, "\(String(describing: faults[1]))")
        // No other place is asked.
        #expect("\(String(describing: faults[10]))".contains("302"), "\(String(describing: faults[10]))")
        #expect("\(String(describing: faults[11]))".contains("more than "), "\(String(describing: faults[11]))")
        #expect(faults[3] == .ahead(size: 1 << 40, own: 5))
        #expect(faults.dropLast().last == .refused(status: 404, "log is not known"))
        let reader = Reader(ledger, witnesses: (witnesses + [honest]).map(\.key.verifierKey))
        #expect(try reader.checkpoint()?.note.note.signatures.count == 2)
    }

    @Test func areGivenUpWhenTheyAreSlow() async throws {
        let ledger = try PublishedLedger(events: 5)
        let silent = try TestWitness(.silent, logKeys: ledger.keys.verifiers)
        #expect(try await ask([silent], ledger, timeout: .milliseconds(50)) == [.slow])
        silent.stop()
        let fault = try #require(try await ask([silent], ledger)[0])
        guard case .unreachable = fault else {
            Issue.record("\(fault)")
            return
        }
    }

    @Test func leaveTheirCosignatureOfWhatIsOutdatedInTheLog() async throws {
        let ledger = try PublishedLedger(events: 5)
        let witness = try TestWitness(.honest, logKeys: ledger.keys.verifiers)
        let old = try ledger.publisher.publish()
        try ledger.append(1)
        let new = try ledger.publisher.publish()
        _ = try await ledger.publisher.askOnce([try witness.witness()], about: old, timeout: .seconds(20))
        #expect(try ledger.publisher.published()?.note == new.note)
        let standing = try #require(try ledger.publisher.standings(of: [try witness.witness()]).first)
        #expect(standing.cosigned == 5)
        #expect(standing.time == 1_700_000_000)
        #expect(standing.lag(behind: 6) == 1)
    }

    @Test func areFollowedByTheServiceWhateverOneOfThemDoes() async throws {
        let ledger = try PublishedLedger(events: 5)
        let witness = try TestWitness(.honest, logKeys: ledger.keys.verifiers)
        let silent = try TestWitness(.silent, name: "silent.example", logKeys: ledger.keys.verifiers)
        let service = PublicationService(
            ledger.publisher(Disk(), patience: 10_000),
            witnesses: [try witness.witness(), try silent.witness("silent")],
            interval: .milliseconds(1), timeout: .seconds(60),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await service.run() }
        let reader = Reader(ledger, witnesses: [witness.key.verifierKey, silent.key.verifierKey])
        for size in [5, 6, 300] as [UInt64] {
            try ledger.append(Int(size) - Int(try ledger.store.size()))
            while true {
                let checkpoint = try reader.checkpoint()
                if checkpoint?.checkpoint.size == size, checkpoint?.cosignatures.count == 1 { break }
                await Task.yield()
            }
        }
        try ledger.append(1)
        running.cancel()
        try await running.value
        // What came in last is published before the end.
        #expect(try reader.checkEverything() == 301)
        #expect(service.status.published == 301)
        #expect(service.status.witnesses["w"]?.fault == nil)
    }

    @Test func serviceSaysWhatKeepsItAndGoesOnOnceThatIsGone() async throws {
        let ledger = try PublishedLedger(events: 5)
        let key = ledger.directories.key
        chmod(key, 0o644)
        let service = PublicationService(
            ledger.publisher(Disk(), patience: 10_000), interval: .milliseconds(1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await service.run() }
        while service.status.stall == nil { await Task.yield() }
        #expect(service.status.stall?.contains("others may read") == true)
        chmod(key, 0o600)
        while service.status.stall != nil { await Task.yield() }
        running.cancel()
        try await running.value
        #expect(try Reader(ledger).checkEverything() == 5)
    }
}
