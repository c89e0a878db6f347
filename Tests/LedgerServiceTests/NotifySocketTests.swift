import Foundation
import Testing

@testable import LedgerService

@Suite struct NotifySocketTests {
    @Test func sendsToAPath() throws {
        let directory = try TemporaryDirectory()
        let listener = try DatagramListener(directory.path + "/notify")
        try NotifySocket(directory.path + "/notify").send(["READY=1", "STATUS=3 events"])
        #expect(listener.next == "READY=1\nSTATUS=3 events")
        #expect(listener.next == nil)
    }

    @Test func sendsToAnAbstractName() throws {
        let name = "@storyledger-\(UUID().uuidString)"
        let listener = try DatagramListener(name)
        try NotifySocket(name).send(["WATCHDOG=1"])
        #expect(listener.next == "WATCHDOG=1")
    }

    @Test(arguments: ["", "relative", "vsock:2:1", "/" + String(repeating: "x", count: 107)])
    func refusesWhatIsNoAddress(name: String) {
        let failure = #expect(throws: NotifySocket.Failure.self) { try NotifySocket(name) }
        #expect(failure?.description == "it is neither a path nor an abstract name: '\(name)'")
    }

    @Test func saysWhyNobodyHeard() throws {
        let directory = try TemporaryDirectory()
        let failure = #expect(throws: NotifySocket.Failure.self) {
            try NotifySocket(directory.path + "/notify").send(["READY=1"])
        }
        #expect(failure?.description == "sendto: No such file or directory")
    }

    /// The daemon must still be able to stop.
    @Test(.timeLimit(.minutes(1)))
    func givesUpOnAReaderThatHasStoppedReading() throws {
        let name = "@storyledger-\(UUID().uuidString)"
        let listener = try DatagramListener(name)
        let socket = try NotifySocket(name)
        let failure = #expect(throws: NotifySocket.Failure.self) { while true { try socket.send(["STATUS=again"]) } }
        #expect(failure?.description == "sendto: Resource temporarily unavailable")
        #expect(listener.next == "STATUS=again")
    }

    @Test func doesWhatTheEnvironmentAsksFor() {
        let all = ["NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "7"]
        let request = ServiceNotifier.Request(environment: all, process: 7)
        #expect(request.socket == "/run/notify")
        #expect(request.watchdog == .seconds(3))
        #expect(ServiceNotifier.Request(environment: all, process: 8).watchdog == nil)
        let forAll = ServiceNotifier.Request(environment: ["WATCHDOG_USEC": "1000"], process: 8)
        #expect(forAll.watchdog == .milliseconds(1))
        for text in ["0", "-1", "soon", ""] {
            #expect(ServiceNotifier.Request(environment: ["WATCHDOG_USEC": text], process: 8).watchdog == nil)
        }
        #expect(ServiceNotifier.Request(environment: ["NOTIFY_SOCKET": ""], process: 8).socket == nil)
    }
}
