/// Shows a comparison to people. Every function is pure: texts and a comparison in, text out.
public enum Rendering {
    /// What to show, and how.
    public struct Options: Sendable, Hashable {
        /// Whether to colour with ANSI escape sequences.
        public var usesColour = false
        /// How many unchanged sentences to keep around a change; nil keeps all.
        public var context: Int? = 1
        /// Whether changes of white space and typography only are shown as changes; else the new text stands unmarked.
        public var showsNoise = false
        /// Columns of the terminal, for ``Rendering/sideBySide(_:old:new:options:)``.
        public var width = 80

        /// Makes the usual options.
        public init() {}
    }
}

extension Comparison.Operation {
    /// What stands where a paragraph was cut in two, or two became one; nil for any other operation.
    var pilcrow: String? {
        switch kind {
        case .split: "[\u{B6} split]"
        case .join: "[\u{B6} joined]"
        default: nil
        }
    }

    /// Whether the new text alone is shown: it is the same, or differs in what is not shown or is told by a sign.
    func isShownAsNew(_ options: Rendering.Options) -> Bool {
        kind == .equal || pilcrow != nil || marks.contains(.noise) && !options.showsNoise
    }
}

/// A comparison in reading order: its operations, and where moved text went away.
struct ReadingOrder {
    enum Step {
        case operation(Comparison.Operation)
        /// A move, at the place it left. Numbered from 1 in the order of the new text.
        case departure(Comparison.Operation, number: Int)
        case arrival(Comparison.Operation, number: Int)
    }

    let steps: [Step]

    init(_ operations: [Comparison.Operation]) {
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
        self.steps = steps
    }
}
