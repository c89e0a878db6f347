import Files
import Glibc

/// Why a server cannot listen on its address.
public struct ListenFault: Hashable, Sendable {
    /// The reason: `another program listens on 127.0.0.1:8787`.
    public let message: String
    /// What to do about it.
    public let remedy: String
    /// Whether it lasts until a person changes the settings or the unit.
    public let isLasting: Bool

    /// What a unit with no network has to say below `[Service]` to listen on this machine's own addresses.
    public static let unitSettings =
        "PrivateNetwork=no, RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 and IPAddressAllow=localhost"

    /// - Parameters:
    ///   - code: The error number of the call that failed; nil where none is known.
    ///   - description: The error's own words, for one without a number.
    ///   - option: What names the address: `--listen`, or a setting such as `site.listen`.
    public init(_ address: ListenAddress, code: Int32?, _ description: String, option: String) {
        let isOption = option.hasPrefix("--")
        let other = isOption ? "name another address with \(option)" : "set \(option) to another address, then restart"
        isLasting = code == EAFNOSUPPORT
        switch code {
        case EAFNOSUPPORT:
            message = "cannot listen on \(address): this process may use no network"
            remedy =
                "where it is a service, a drop-in of its unit must allow that (systemctl edit UNIT): "
                + "\(Self.unitSettings), below [Service]"
        case EADDRINUSE:
            message = "another program listens on \(address)"
            remedy = "end that program, or \(other)"
        case let code?:
            message = "cannot listen on \(address): \(SystemReason.text(code))"
            remedy = other
        case nil:
            message = "cannot listen on \(address): \(description)"
            remedy = other
        }
    }
}
