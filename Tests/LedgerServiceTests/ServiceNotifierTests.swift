import Foundation
import Logging
import ServiceLifecycle
import Testing

@testable import LedgerService

@Suite struct ServiceNotifierTests {
    @Test(.timeLimit(.minutes(1)))
    func saysReadyThenThatItStops() async throws {
        let name = "@storyledger-\(UUID().uuidString)"
        let listener = try DatagramListener(name)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let notifier = ServiceNotifier(socket: try NotifySocket(name), watchdog: .seconds(600), logger: logger) {
            DaemonHealth(isReady: true, isAlive: true, line: "2 events")
        }
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [notifier], logger: logger))
        async let run: Void = group.run()
        #expect(listener.wait() == "READY=1\nSTATUS=2 events\nWATCHDOG=1")
        await group.triggerGracefulShutdown()
        #expect(listener.wait() == "STOPPING=1\nSTATUS=finishing the commit under way")
        try await run
        #expect(listener.next == nil)
    }
}
