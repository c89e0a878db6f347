import StoryEvents

/// The newest edits of a story, which a note without a text may be about.
struct EarlierEdits: Hashable {
    private struct Step: Hashable {
        let version: StoryVersion
        let hasHappened: Bool
        let bytes: Int
    }

    /// The newest versions in the order of the log, whether they had happened or not.
    private var steps: [Step] = []
    private var compared: [Int: Edit] = [:]
    private var bytes = 0

    /// The most versions that are held, and the most bytes of their texts.
    private static let most = (versions: 33, bytes: 1 << 20)

    /// The newest version that had happened.
    var newest: StoryVersion? { steps.last(where: \.hasHappened)?.version }

    mutating func add(_ version: StoryVersion, hasHappened: Bool) {
        let size = StoryState.textFields.reduce(0) { $0 + version.bytes(of: $1).count }
        steps.append(Step(version: version, hasHappened: hasHappened, bytes: size))
        bytes += size
        while steps.count > Self.most.versions || bytes > Self.most.bytes && steps.count > 2 {
            let gone = steps.removeFirst()
            bytes -= gone.bytes
            compared[gone.version.number] = nil
        }
    }

    /// The edits that had happened, the newest first. Each is compared once.
    mutating func edits() -> [Edit] {
        for (before, after) in zip(steps, steps.dropFirst()) where after.hasHappened {
            let number = after.version.number
            if compared[number] == nil { compared[number] = Edit(after.version, after: before.version) }
        }
        return compared.values.sorted { $0.version.number > $1.version.number }
    }
}
