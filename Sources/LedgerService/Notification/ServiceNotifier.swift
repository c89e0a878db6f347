import Logging
import ServiceLifecycle
import Threads

/// Reports the daemon's state to systemd and to the log.
struct ServiceNotifier: Service {
    /// systemd's socket; nil without systemd.
    let socket: NotifySocket?
    /// The silence after which systemd kills the service; nil for never.
    let watchdog: Duration?
    let logger: Logger
    /// Announces reloads, once systemd knows that the service is ready.
    var reloads = ReloadNotices()
    /// Rung when the daemon's state has changed.
    let bell: ChangeBell
    /// The daemon's state now.
    let health: @Sendable () -> DaemonHealth

    func run() async throws {
        try await BlockingThread.runService("notifier", stop: bell.stop, announce)
        tell(Announcer.farewell)
        logger.info("stopping")
    }

    /// Runs until the bell is stopped.
    @Sendable private func announce() {
        let clock = ContinuousClock()
        var announcer = Announcer(watchdog: watchdog, start: clock.now)
        var (isReady, wasAlive) = (false, true)
        while !bell.isStopped {
            let health = health()
            if wasAlive, !health.isAlive {
                logger.critical(
                    "a part gives no sign of life",
                    metadata: [
                        "status": "\(health.line)", "remedy": "look at the disk; systemd starts the service again",
                    ])
            }
            wasAlive = health.isAlive
            let news = announcer.news(health, at: clock.now)
            if !news.isEmpty { tell(news) }
            if news.first == "READY=1" {
                isReady = true
                reloads.noteReady(socket)
                logger.notice("ready", metadata: ["status": "\(health.line)"])
            }
            // Without systemd nothing reads the state.
            if isReady, socket == nil { return bell.waitForStop() }
            let pause = announcer.pause(at: clock.now)
            bell.wait(rest: isReady ? min(pause, .seconds(1)) : .zero, atMost: pause)
        }
    }

    private func tell(_ lines: [String]) {
        do throws(NotifySocket.Failure) {
            try socket?.send(lines)
        } catch {
            logger.error("systemd could not be told", metadata: ["error": "\(error)"])
        }
    }
}

extension ServiceNotifier {
    /// What systemd asks for in environment variables.
    ///
    /// Source: sd_notify(3), sd_watchdog_enabled(3).
    struct Request: Hashable {
        /// The name of the socket.
        var socket: String?
        /// The silence after which it kills the service.
        var watchdog: Duration?

        /// - Parameter process: The daemon's process id: a variable meant for a parent does not count.
        init(environment: [String: String], process: Int32) {
            socket = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
            let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(process)" } ?? true
            guard isMeant, let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }), microseconds > 0
            else { return }
            watchdog = .microseconds(microseconds)
        }
    }
}
