import Files
import Glibc

/// Why a server cannot listen on its address.
public struct ListenFault: Hashable, Sendable {
    /// The reason: `another program listens on 127.0.0.1:8787`.
    public let message: String
    /// What to do about it.
    public let remedy: String

    /// - Parameters:
    ///   - code: The error number of the call that failed; nil where none is known.
    ///   - description: The error's own words, for one without a number.
    ///   - option: What names the address: `--listen`, or a setting such as `site.listen`.
    public init(_ address: ListenAddress, code: Int32?, _ description: String, option: String) {
        let isOption = option.hasPrefix("--")
        let other = isOption ? "name another address with \(option)" : "set \(option) to another address, then restart"
        switch code {
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
