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
    ///
    /// - Parameter option: What names the address: `--listen`, or the setting.
    init(_ error: any Error, at address: ListenAddress, option: String) {
        if let refusal = error as? SiteRefusal {
            self = refusal
        } else {
            let fault = ListenFault(
                address, code: (error as? IOError)?.errnoCode, "\(error)", option: option)
            self.init(fault.message, remedy: fault.remedy, isLasting: fault.isLasting)
        }
    }
}
