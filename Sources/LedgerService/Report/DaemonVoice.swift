import Files
import Glibc
import Publication

/// The way to ask a running daemon of itself, from another process.
public enum DaemonVoice: Hashable, Sendable {
    /// The daemon of this ledger has answered.
    case report(DaemonReport)
    /// Something listens where it should be, and gives no such answer.
    case silent(address: String, reason: String)
    /// This user may not ask it, or it answers nowhere.
    case unheard

    /// Where the unit of systemd has the daemon answer.
    static let standard = ListenAddress.socket("/run/storyledger/health")
    /// How long the daemon may take for its answer.
    private static let patience: Duration = .seconds(5)

    /// Asks the daemon of a ledger: where its lock file says, where the settings say, and where the unit has it answer.
    ///
    /// - Parameters:
    ///   - configuration: The settings that are known; nil for none.
    ///   - environment: All environment variables.
    public init(
        of directory: LedgerDirectory, _ configuration: Configuration? = nil, environment: [String: String] = [:]
    ) {
        let named = LedgerLock.address(directory)
        let configured = configuration?.health.listen.resolved(environment, socket: "health")
        var asked: Set<ListenAddress> = []
        self = .unheard
        for address in [named, configured, Self.standard].compactMap(\.self) where asked.insert(address).inserted {
            // A socket that this user may not reach says nothing of the daemon.
            if case .socket(let path) = address, access(path, R_OK | W_OK) != 0 { continue }
            switch Self.ask(address) {
            case .report(let report): if report.isOf(directory) { self = .report(report) }
            case .silent(let address, let reason):
                // Only of the first is it known that this ledger's daemon was to answer there.
                if self == .unheard, named?.description == address {
                    self = .silent(address: address, reason: reason)
                }
            case .unheard: break
            }
            if case .report = self { return }
        }
    }

    /// What the daemon says of itself; nil where it was not heard.
    public var report: DaemonReport? { if case .report(let report) = self { report } else { nil } }

    private static func ask(_ address: ListenAddress) -> DaemonVoice {
        guard let url = address.url else { return .unheard }
        do throws(HTTPFault) {
            let prefix: HTTPPrefix
            do throws(HTTPPrefix.Fault) { prefix = try HTTPPrefix(url) } catch { return .unheard }
            let answer = try HTTPConnection(prefix, timeout: patience).get("state")
            // A daemon of an earlier program.
            guard answer.status == 200, let report = DaemonReport(answer.body) else { return .unheard }
            return .report(report)
        } catch {
            // A socket that a killed daemon left.
            if case .unreachable = error { return .unheard }
            return .silent(address: address.description, reason: error.message)
        }
    }
}

extension ListenAddress {
    /// The address as a URL; nil where nothing answers.
    var url: String? {
        switch self {
        case .auto, .none: return nil
        case .port(let host, let port): return "http://\(host):\(port)"
        case .socket(let path):
            let plain: (UInt8) -> Bool = { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
            let hexadecimal: (UInt8) -> String = { "%" + (($0 < 16 ? "0" : "") + String($0, radix: 16)) }
            return "http+unix://"
                + path.utf8.map { plain($0) ? String(UnicodeScalar($0)) : hexadecimal($0) }.joined()
        }
    }
}
