import ProseDiff
import StoryEvents

/// What sort of change a version is, computed without the changes themselves, which takes less time than an ``Edit``.
struct EditKind: Hashable, Sendable {
    /// Whether only white space and typography changed.
    let isNoise: Bool
    /// What hidden manifests it added, removed or changed, as sentences add it to the change.
    let manifest: String
    /// Whether no note announced it and it cannot be told whether it is noise, because text was withheld.
    let isUntold: Bool
    /// The earlier version that it restores; nil where there is none.
    let revert: Revert?

    /// An event that made no version, or the first.
    static let none = EditKind()

    private init() { (isNoise, manifest, isUntold, revert) = (false, "", false, nil) }

    /// - Parameter before: The version before it in the record; nil for the first.
    init(_ version: StoryVersion, after before: StoryVersion?) {
        let change = TextChange(
            (version.number == 1 ? [] : version.changed).map { field -> FieldChangeKind in
                guard let before, before.withheldFields[field] == nil, version.withheldFields[field] == nil else {
                    return .hidden
                }
                var labels = version.labels
                labels.formUnion(before.labels)
                return FieldChangeKind(before.bytes(of: field), version.bytes(of: field), labels)
            })
        (isNoise, isUntold) = (change.isNoise, version.isUnannounced && change.isHidden)
        revert = version.revertsTo
        let changed =
            version.number == 1
            ? [] : version.changed.map { ($0.string, before?.bytes(of: $0) ?? [], version.bytes(of: $0)) }
        manifest =
            isNoise
            ? HiddenManifest.named(in: changed)
            : HiddenManifest.sentence(of: changed).map { ", and " + $0 } ?? ""
    }
}
