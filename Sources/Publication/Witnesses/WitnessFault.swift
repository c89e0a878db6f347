/// Why a witness did not cosign.
public enum WitnessFault: Error, Hashable, Sendable {
    /// There is no connection, or it broke.
    case unreachable(String)
    /// It did not answer in time.
    case slow
    /// The response is malformed.
    case malformed(String)
    /// It refused, with an HTTP status.
    case refused(status: Int, String)
    /// It has cosigned a larger tree: another history of this log, or one that was given up.
    case ahead(size: UInt64, own: UInt64)
    /// It has cosigned a tree that this log does not begin with: another history of this log.
    case otherHistory(size: UInt64)
    /// The signature that it sent is not its cosignature of this checkpoint.
    case badCosignature(String)
    /// The log could not be read.
    case log(String)
    /// This program is ending.
    case cancelled

    /// What was refused, and what was found.
    public var message: String {
        switch self {
        case .unreachable(let reason): HTTPFault.unreachable(reason).message
        case .slow: HTTPFault.slow.message
        case .malformed(let what): HTTPFault.malformed(what).message
        case .refused(let status, let text): "it refused with status \(status)\(text.isEmpty ? "" : ": \(text)")"
        case .ahead(let size, let own):
            "it has cosigned \(size) events of this log, and the log now has \(own): it was shown another history"
        case .otherHistory(let size):
            "it has cosigned \(size) events that this log does not begin with: it was shown another history"
        case .badCosignature(let reason): "its cosignature does not hold: \(reason)"
        case .log(let reason): reason
        case .cancelled: HTTPFault.cancelled.message
        }
    }

    /// The fault of the HTTP exchange with the witness.
    init(_ fault: HTTPFault) {
        self =
            switch fault {
            case .unreachable(let reason): .unreachable(reason)
            case .slow: .slow
            case .malformed(let what): .malformed(what)
            case .closed: .malformed("no answer")
            case .cancelled: .cancelled
            }
    }
}
