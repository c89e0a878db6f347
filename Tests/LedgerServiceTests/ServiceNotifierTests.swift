import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing
import Threads

@testable import LedgerService

@Suite struct ServiceNotifierTests {
    @Test(.timeLimit(.minutes(1)))
    func saysReadyThenThatItStops() async throws {
        let name = "@storyledger-\(UUID().uuidString)"
        let listener = try DatagramListener(name)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let notifier = ServiceNotifier(
            socket: try NotifySocket(name), watchdog: .seconds(600), logger: logger, bell: ChangeBell()
        ) {
            DaemonHealth(isReady: true, isAlive: true, line: "2 events")
        }
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [notifier], logger: logger))
        async let run: Void = group.run()
        #expect(try await listener.wait() == "READY=1\nSTATUS=2 events\nWATCHDOG=1")
        await group.triggerGracefulShutdown()
        #expect(try await listener.wait() == "STOPPING=1\nSTATUS=finishing the commit under way")
        try await run
        #expect(listener.next == nil)
    }

    /// Nothing else wakes it: no pause is shorter than this test may take.
    @Test(.timeLimit(.minutes(1)))
    func saysAtOnceWhatHasChanged() async throws {
        let name = "@storyledger-\(UUID().uuidString)"
        let listener = try DatagramListener(name)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let bell = ChangeBell()
        let isReady = Atomic(false)
        let notifier = ServiceNotifier(socket: try NotifySocket(name), watchdog: nil, logger: logger, bell: bell) {
            DaemonHealth(isReady: isReady.load(ordering: .acquiring), isAlive: true, line: "so far")
        }
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [notifier], logger: logger))
        async let run: Void = group.run()
        #expect(try await listener.wait() == "STATUS=so far")
        isReady.store(true, ordering: .releasing)
        bell.ring()
        #expect(try await listener.wait() == "READY=1")
        await group.triggerGracefulShutdown()
        #expect(try await listener.wait() == "STOPPING=1\nSTATUS=finishing the commit under way")
        try await run
    }
}
