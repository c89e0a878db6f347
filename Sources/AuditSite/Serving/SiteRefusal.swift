import Files
import Glibc
import LedgerService
import NIOCore

/// Why the site is not served.
struct SiteRefusal: Error, Hashable, Sendable {
    let message: String
    let remedy: String
    /// Whether it lasts until a person changes the settings or the unit.
    var isLasting = false

    init(_ message: String, remedy: String, isLasting: Bool = false) {
        (self.message, self.remedy, self.isLasting) = (message, remedy, isLasting)
    }

    /// What a fault of serving means: its own words, or what is known of the system's.
    init(_ error: any Error, at address: ListenAddress) {
        switch error {
        case let refusal as SiteRefusal: self = refusal
        case let fault as IOError where fault.errnoCode == EAFNOSUPPORT:
            self.init(
                "the site cannot be served at \(address): this process may use no network",
                remedy: "where it is a service, a drop-in of its unit must allow that (systemctl edit UNIT): "
                    + "PrivateNetwork=no, RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 and "
                    + "IPAddressAllow=localhost, below [Service]",
                isLasting: true)
        case let fault as IOError where fault.errnoCode == EADDRINUSE:
            self.init(
                "the site cannot be served at \(address): \(SystemReason.text(fault.errnoCode))",
                remedy: "choose another address, or end what listens there: ss -lptn names it")
        case let fault as IOError:
            self.init(
                "the site cannot be served at \(address): \(SystemReason.text(fault.errnoCode))",
                remedy: "choose another address")
        default: self.init("the site cannot be served at \(address): \(error)", remedy: "choose another address")
        }
    }
}
