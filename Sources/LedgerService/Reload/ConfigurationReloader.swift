import Logging
import ServiceLifecycle
import UnixSignals

/// On SIGHUP, reads the configuration again, applies what can be applied, and names what needs a restart.
///
/// A faulty configuration changes nothing: each fault is one log line, and the daemon goes on as before. systemd hears of the
/// beginning and of the end.
struct ConfigurationReloader: Service {
    let sources: ConfigurationSources
    /// The configuration at the start.
    let configuration: Configuration
    let logger: Logger
    /// Tells systemd.
    var notices = ReloadNotices()
    /// Applies the settings that can change in a running daemon.
    let apply: @Sendable (Configuration) -> Void

    func run() async throws {
        // Not `cancelOnGracefulShutdown()`: it starts a task on libdispatch's pool, which then wakes every second.
        await cancelWhenGracefulShutdown {
            var running = configuration
            for await _ in await UnixSignalsSequence(trapping: .sighup) { running = announced { reload(running) } }
        }
    }

    /// Reports a reload to systemd, from its beginning to its end. One that cannot be reported is done all the same.
    func announced(_ body: () -> Configuration) -> Configuration {
        var socket: NotifySocket?
        do throws(NotifySocket.Failure) { socket = try notices.begin() } catch { complain(error) }
        let running = body()
        guard let socket else { return running }
        do throws(NotifySocket.Failure) { try notices.end(socket) } catch { complain(error) }
        return running
    }

    private func complain(_ failure: NotifySocket.Failure) {
        logger.error("systemd could not be told", metadata: ["error": "\(failure)"])
    }

    /// - Parameter running: The running configuration.
    /// - Returns: The configuration that runs from now on.
    func reload(_ running: Configuration) -> Configuration {
        do throws(ConfigurationFaults) {
            let told = try EffectiveConfiguration(sources)
            for warning in told.warnings { logger.warning("\(warning.message)", metadata: warning.metadata) }
            let reload = ConfigurationReload(from: running, to: told.configuration)
            apply(reload.running)
            report(reload)
            return reload.running
        } catch {
            for fault in error.all {
                logger.error("the configuration is wrong: \(fault.message)", metadata: fault.metadata)
            }
            logger.error("nothing was reloaded: the daemon goes on with the configuration that it has")
            return running
        }
    }

    private func report(_ reload: ConfigurationReload) {
        if reload.changes.isEmpty { logger.notice("reloaded the configuration: nothing has changed") }
        for change in reload.changes {
            let metadata: Logger.Metadata = [
                "setting": "\(change.setting)", "old": "\(change.old)", "new": "\(change.new)",
            ]
            if change.isApplied {
                logger.notice("reloaded a setting", metadata: metadata)
            } else {
                logger.warning("a setting needs a restart of the daemon", metadata: metadata)
            }
        }
    }
}

extension ConfigurationFault {
    /// Place and remedy as metadata of a log line.
    var metadata: Logger.Metadata { ["at": "\(place)", "remedy": "\(remedy)"] }
}
