import ProseDiff
import StoryEvents

/// What the change of one text field is, by its words.
enum FieldChangeKind {
    case none
    /// White space and typography only.
    case noise
    /// Noise or words: withheld text hides which.
    case hidden
    case words

    /// Compares two texts.
    ///
    /// - Parameter labels: What stands in the texts in place of what was withheld.
    init(_ old: [UInt8], _ new: [UInt8], _ labels: Labels) {
        if old == new {
            self = .none
        } else if differsInTypographyOnly(old, new) {
            self = .noise
        } else {
            self = !labels.isEmpty && WithheldChange.mayBeNoise(old, new, labels) ? .hidden : .words
        }
    }
}

/// The rule for silent edits, noise and what cannot be told, in one place.
struct TextChange: Hashable, Sendable {
    private let (hasNoise, hasHidden): (Bool, Bool)
    /// Whether words changed for certain: without a note for readers that is a silent edit.
    let isOfWords: Bool

    /// - Parameter fields: The change of each text field.
    init(_ fields: some Sequence<FieldChangeKind>) {
        var (noise, hidden, words) = (false, false, false)
        for field in fields {
            switch field {
            case .none: break
            case .noise: noise = true
            case .hidden: hidden = true
            case .words: words = true
            }
        }
        (hasNoise, hasHidden, isOfWords) = (noise, hidden, words)
    }

    /// Whether only white space and typography changed.
    var isNoise: Bool { hasNoise && !hasHidden && !isOfWords }

    /// Whether it cannot be told if more than white space and typography changed, because text was withheld.
    var isHidden: Bool { hasHidden && !isOfWords }
}

extension StoryVersion {
    /// Whether it changed the story's text, and no note told readers.
    var isUnannounced: Bool { number > 1 && withheld == nil && !isAnnounced }
}
