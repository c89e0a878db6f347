import ProseDiff

/// Shows a comparison to people. Every function is pure.
public enum Rendering {
    /// Options of a rendering.
    public struct Options: Sendable, Hashable {
        /// Whether to use ANSI colour sequences.
        public var usesColour = false
        /// The number of unchanged sentences to show around a change; nil shows all.
        public var context: Int? = 1
        /// Whether changes of only white space and typography are shown as changes; otherwise the new text is shown
        /// unmarked, and folded like unchanged text.
        public var showsNoise = false
        /// The width of the terminal, for ``Rendering/sideBySide(_:old:new:options:)``.
        public var width = 80

        /// Creates the default options.
        public init() {}
    }
}

extension Comparison.Operation {
    /// The sign for a split or joined paragraph; nil for any other operation.
    var pilcrow: String? {
        switch kind {
        case .split: "[\u{B6} \(RenderingWords.current.split)]"
        case .join: "[\u{B6} \(RenderingWords.current.joined)]"
        default: nil
        }
    }

    /// Whether it is the same, or noise that is not shown.
    func isUnchanged(_ options: Rendering.Options) -> Bool {
        kind == .equal || pilcrow == nil && kind != .move && isHiddenNoise(options)
    }

    /// Whether it is noise that is not shown: the white space beside a moved passage never is.
    private func isHiddenNoise(_ options: Rendering.Options) -> Bool {
        marks.contains(.noise) && (!options.showsNoise || goesWithPassage)
    }

    /// Whether only the new text is shown: it is the same, or its change is hidden or shown by a sign.
    func isShownAsNew(_ options: Rendering.Options) -> Bool {
        kind == .equal || pilcrow != nil || isHiddenNoise(options)
    }
}

/// A comparison in reading order: its operations, and the old places of moved text.
struct ReadingOrder {
    enum Step {
        /// Text that is the same, or shown as if it were.
        case unchanged(UnchangedStretch)
        case operation(Comparison.Operation)
        /// A move at its old place. Numbered from 1 in the order of the new text.
        case departure(Comparison.Operation, number: Int)
        case arrival(Comparison.Operation, number: Int)
    }

    let steps: [Step]

    init(_ operations: [Comparison.Operation], _ options: Rendering.Options) {
        var numbered: [(move: Comparison.Operation, number: Int)] = []
        for operation in operations where operation.kind == .move { numbered.append((operation, numbered.count + 1)) }
        var waiting = numbered.sorted { $0.move.old.lowerBound < $1.move.old.lowerBound }[...]
        var steps: [Step] = []
        var number = 0
        for operation in operations {
            if operation.kind == .move {
                number += 1
                steps.append(.arrival(operation, number: number))
                continue
            }
            while let next = waiting.first,
                next.move.old.lowerBound < operation.old.upperBound
                    || (operation.kind == .delete && next.move.old.lowerBound <= operation.old.lowerBound)
            {
                steps.append(.departure(next.move, number: next.number))
                waiting.removeFirst()
            }
            steps.append(.operation(operation))
        }
        steps += waiting.map { .departure($0.move, number: $0.number) }
        self.steps = Self.joined(steps, options)
    }

    /// Makes one step of unchanged operations in a row.
    private static func joined(_ steps: [Step], _ options: Rendering.Options) -> [Step] {
        var joined: [Step] = []
        var stretch: UnchangedStretch?
        for step in steps {
            if case .operation(let operation) = step, operation.isUnchanged(options) {
                if stretch == nil { stretch = UnchangedStretch(opens: joined.isEmpty) }
                stretch?.operations.append(operation)
                continue
            }
            if let ended = stretch { joined.append(.unchanged(ended)) }
            stretch = nil
            joined.append(step)
        }
        if var last = stretch {
            last.closes = true
            joined.append(.unchanged(last))
        }
        return joined
    }
}
