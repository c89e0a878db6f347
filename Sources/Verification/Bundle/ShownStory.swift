import CanonicalJSON
import StoryEvents

/// What the shown pieces of a story's events prove by themselves: which events make versions, the status, and the texts.
///
/// What only a takedown says is noted beside that, and is not sure.
struct ShownStory {
    /// One of the texts.
    private enum Value {
        case absent
        /// Its pieces: the text where it is shown, and the words to show in its place where it is not.
        case pieces([(text: Text?, words: String)])
        case gone(Withheld)
    }

    /// The least and the largest number that the version can have.
    private(set) var least = 0, most = 0
    /// The status, and whether shown pieces prove it.
    private(set) var (status, hasSureStatus) = (StoryState.Status.published, true)
    private var texts: [Text: Value] = [:]
    /// Texts that an event may have set of which nobody can read what it did.
    private var unsure: Set<Text> = []

    /// Folds the next event.
    ///
    /// - Parameters:
    ///   - object: The event's data, whatever its strings say; nil where all of it is gone.
    ///   - takedowns: Who took pieces of the event, in log order.
    /// - Returns: Whether it makes a version; nil where that is not shown.
    mutating func take(_ event: BundleProof.Event, _ object: JSONObject?, _ takedowns: [Withheld]) -> Bool? {
        let type = event.envelope.type
        guard type == .published || type == .updated else { return false }
        var makes = object.map { read(event, $0) } ?? leaveGap(event.withheld)
        if type == .published { makes = true }
        if makes == true { least += 1 }
        if makes != false { most += 1 }
        if type == .updated { change(event, takedowns) }
        return makes
    }

    private mutating func leaveGap(_ withheld: Withheld?) -> Bool? {
        unsure.formUnion(StoryState.textFields)
        guard let withheld else { return nil }
        for name in StoryState.textFields where withheld.taken.fields.contains(name) { texts[name] = .gone(withheld) }
        return nil
    }

    private mutating func read(_ event: BundleProof.Event, _ object: JSONObject) -> Bool? {
        var makes: Bool? = false
        for name in StoryState.textFields {
            guard let value = object[name] else { continue }
            let after = if case .null = value { Value.absent } else { Value.pieces(event.fragments(of: name)) }
            let differs = unsure.contains(name) ? nil : Self.differ(texts[name] ?? .absent, after)
            if makes != true { makes = differs == true ? true : makes == nil ? nil : differs }
            texts[name] = after
            unsure.remove(name)
        }
        return makes
    }

    /// Whether two texts are shown to differ; nil where it is not shown whether they do.
    private static func differ(_ before: Value, _ after: Value) -> Bool? {
        switch (before, after) {
        case (.absent, .absent): return false
        case (.pieces(let before), .pieces(let after)):
            guard before.count == after.count else { return true }
            var isShown = true
            for (before, after) in zip(before, after) {
                guard let before = before.text, let after = after.text else {
                    isShown = false
                    continue
                }
                if before != after { return true }
            }
            return isShown ? false : nil
        case (.absent, .pieces), (.pieces, .absent): return true
        case (.gone, _), (_, .gone): return nil
        }
    }

    private mutating func change(_ event: BundleProof.Event, _ takedowns: [Withheld]) {
        if let withheld = event.withheld { return doubt(withheld.taken.change) }
        guard let piece = event.piece(at: JSONPath.root.member("change")) else { return }
        guard case .shown(let text) = piece else { return doubt(takedowns.last?.taken.change) }
        guard let change = Update.Change(rawValue: text.string) else { return }
        status = status.after(change)
        if [.hold, .kill, .release].contains(change) { hasSureStatus = true }
    }

    private mutating func doubt(_ change: Update.Change?) {
        status = status.after(change ?? .update)
        hasSureStatus = false
    }

    /// The texts, with words in place of what is missing.
    var words: [Text: Text] {
        texts.compactMapValues { value in
            guard case .pieces(let pieces) = value else { return nil }
            return Text(pieces.map { $0.text?.string ?? $0.words }.joined())
        }
    }

    /// The texts of which all is gone.
    var gone: [Text: Withheld] {
        texts.compactMapValues { if case .gone(let withheld) = $0 { withheld } else { nil } }
    }

    /// The texts among ``words`` that an event may have changed of which nobody can read what it did.
    var doubtful: [Text] { StoryState.textFields.filter { unsure.contains($0) && words[$0] != nil } }

    /// The texts that are not there, unless such an event set them.
    var doubtfullyAbsent: [Text] {
        StoryState.textFields.filter { unsure.contains($0) && words[$0] == nil && gone[$0] == nil }
    }
}

extension BundleProof.Event {
    /// The piece at a path; nil where there is none.
    fileprivate func piece(at path: JSONPath) -> BundleProof.Piece? { pieces.first { $0.path.path == path }?.piece }

    /// The pieces of a text, with the words to show in place of each that is missing.
    fileprivate func fragments(of name: Text) -> [(text: Text?, words: String)] {
        let own = pieces.enumerated().filter { $0.element.path.field == name }
        return own.map { number, element in
            switch element.piece {
            case .shown(let text): return (text, "")
            case .notCarried: return (nil, "[not carried]")
            case .withheld(let withheld):
                let isLast = number == own.last?.offset
                let words = withheld.hole(
                    number, element.path.paragraph == nil ? .string : .paragraph(isLast: isLast))
                return (nil, String(decoding: words, as: UTF8.self))
            }
        }
    }
}
