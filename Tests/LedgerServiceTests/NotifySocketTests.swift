import Foundation
import Glibc
import Testing

@testable import LedgerService

@Suite struct NotifySocketTests {
    /// What systemd is to a service: a datagram socket that somebody reads.
    private final class Listener {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)

        init(_ name: String) throws {
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(name.utf8)) }
            if name.hasPrefix("@") { address.sun_path.0 = 0 }
            let length = socklen_t(2 + name.utf8.count)
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
            }
            try #require(result == 0)
        }

        deinit { close(descriptor) }

        /// The next datagram, which must be there already.
        var next: String? {
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
        }
    }

    @Test func sendsToAPath() throws {
        let directory = try TemporaryDirectory()
        let listener = try Listener(directory.path + "/notify")
        try NotifySocket(directory.path + "/notify").send(["READY=1", "STATUS=3 events"])
        #expect(listener.next == "READY=1\nSTATUS=3 events")
        #expect(listener.next == nil)
    }

    @Test func sendsToAnAbstractName() throws {
        let name = "@storyledger-\(UUID().uuidString)"
        let listener = try Listener(name)
        try NotifySocket(name).send(["WATCHDOG=1"])
        #expect(listener.next == "WATCHDOG=1")
    }

    @Test(arguments: ["", "relative", "vsock:2:1", "/" + String(repeating: "x", count: 107)])
    func refusesWhatIsNoAddress(name: String) {
        let failure = #expect(throws: NotifySocket.Failure.self) { try NotifySocket(name) }
        #expect(failure?.description == "NOTIFY_SOCKET is neither a path nor an abstract name: \(name)")
    }

    @Test func saysWhyNobodyHeard() throws {
        let directory = try TemporaryDirectory()
        let failure = #expect(throws: NotifySocket.Failure.self) {
            try NotifySocket(directory.path + "/notify").send(["READY=1"])
        }
        #expect(failure?.description == "sendto: No such file or directory")
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
