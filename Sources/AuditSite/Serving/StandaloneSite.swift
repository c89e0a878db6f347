import EventLog
import Glibc
import LedgerService
import Logging
import ServiceLifecycle

/// The site alone, without the daemon, until a signal ends it.
public enum StandaloneSite {
    /// Serves the site.
    ///
    /// - Parameters:
    ///   - directory: The ledger, which may be a copy, and another user's.
    ///   - site: The settings; `listen` names a socket or a port.
    ///   - environment: All environment variables: systemd may hand over a socket, which then comes before `listen`.
    ///   - say: Receives the lines of the log.
    /// - Throws: ``Refused``.
    public static func run(
        _ directory: LedgerDirectory, _ site: Configuration.Site, environment: [String: String],
        say: @escaping @Sendable (String) -> Void
    ) async throws(Refused) {
        let logger = Logger(label: "storyledger") { _ in
            LedgerLogHandler(
                Configuration.Log(), now: SystemClock.now, journal: .ofStandardError(identifier: "storyledger"),
                about: directory.path, sink: say)
        }
        var quiet = logger
        quiet.logLevel = .error
        let inherited: InheritedSocket?
        do throws(InheritedSocket.Refused) { inherited = try .find(environment, process: getpid()) } catch {
            throw Refused(SiteRefusal(error.message, remedy: error.remedy, isLasting: true))
        }
        let service = SiteService(directory, at: site.listen, on: inherited, site, logger: logger)
        let group = ServiceGroup(
            configuration: .init(services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
        do { try await group.run() } catch { throw Refused(SiteRefusal(error, at: site.listen, option: "--listen")) }
    }

    /// Why the site is not served.
    public struct Refused: Error, Hashable, Sendable {
        /// The reason.
        public let message: String
        /// What to do about it.
        public let remedy: String
        /// Whether it lasts until a person changes something.
        public let isLasting: Bool

        init(_ refusal: SiteRefusal) {
            (message, remedy, isLasting) = (refusal.message, refusal.remedy, refusal.isLasting)
        }
    }
}
