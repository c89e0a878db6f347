/// What is known of a checkpoint beside its signatures: whether more than an ended key vouches for its tree.
///
/// The holder of a key that has ended can sign any tree that is no larger than the log was at its end; so can its thief.
/// Such a tree is vouched for if a key of the log signed it that has not ended, if the witnesses that are asked for
/// cosigned it, if the log as it is now begins with it, if a fork names it as the history that was given up, or if this
/// user saw it signed by another key.
public struct CheckpointStanding: Hashable, Sendable {
    /// Why the tree is not vouched for; nil if it is.
    public let unvouched: String?
    /// Whether it is not, because its history was given up, though a key that has not ended signed it.
    public let isGivenUp: Bool
    /// What cannot be known, one line each.
    public let doubts: [String]

    /// What a newer checkpoint of the log proves; nil without one.
    public let later: String?

    /// Creates a standing.
    public init(unvouched: String?, isGivenUp: Bool = false, doubts: [String], later: String? = nil) {
        self.unvouched = unvouched
        self.isGivenUp = isGivenUp
        self.doubts = doubts
        self.later = later
    }

    /// Whose word alone a tree has that is not vouched for: `a key that has since ended`.
    public var signer: String { isGivenUp ? "a key of a log that was given up" : "a key that has since ended" }

    /// The standing with more doubts.
    public func adding(_ doubts: [String]) -> CheckpointStanding {
        CheckpointStanding(unvouched: unvouched, isGivenUp: isGivenUp, doubts: self.doubts + doubts, later: later)
    }

    /// The standing of a checkpoint of a log whose statements are not known.
    public static func unknown(later: String? = nil) -> CheckpointStanding {
        CheckpointStanding(
            unvouched: nil,
            doubts: ["that the key has not ended and the history was not given up since: no --statements were given"],
            later: later)
    }
}
