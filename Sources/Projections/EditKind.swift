import ProseDiff
import StoryEvents

/// What sort of change a version is, computed without the changes themselves, which takes less time than an ``Edit``.
struct EditKind: Hashable, Sendable {
    /// Whether only white space and typography changed.
    let isNoise: Bool
    /// Whether no note announced it and it cannot be told whether it is noise, because text was withheld.
    let isUntold: Bool
    /// The earlier version that it restores; nil where there is none.
    let revert: Revert?

    /// An event that made no version, or the first.
    static let none = EditKind()

    private init() { (isNoise, isUntold, revert) = (false, false, nil) }

    /// - Parameter before: The version before it in the record; nil for the first.
    init(_ version: StoryVersion, after before: StoryVersion?) {
        var (noise, doubtful, others) = (0, 0, 0)
        for field in version.number == 1 ? [] : version.changed {
            guard let before, before.withheldFields[field] == nil, version.withheldFields[field] == nil else {
                doubtful += 1
                continue
            }
            let (old, new) = (before.bytes(of: field), version.bytes(of: field))
            if old == new { continue }
            if differsInTypographyOnly(old, new) {
                noise += 1
            } else if Self.mayBeNoise(old, new, before.labels, version.labels) {
                doubtful += 1
            } else {
                others += 1
            }
        }
        isNoise = noise > 0 && doubtful == 0 && others == 0
        isUntold =
            version.number > 1 && version.withheld == nil && !version.isAnnounced && doubtful > 0 && others == 0
        revert = version.revertsTo
    }

    private static func mayBeNoise(_ old: [UInt8], _ new: [UInt8], _ before: Labels, _ after: Labels) -> Bool {
        var labels = after
        labels.formUnion(before)
        guard !labels.isEmpty, !(labels.inside(old).isEmpty && labels.inside(new).isEmpty) else { return false }
        return WithheldChange.mayBeNoise(old, new, labels)
    }
}
