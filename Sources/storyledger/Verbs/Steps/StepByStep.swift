import CanonicalJSON
import Foundation
import Projections
import StoryEvents

/// Walks a story event by event: each in a sentence, and what it changed in words.
struct StepByStep {
    private let view: StoryView
    private let steps: [StoryReplay.Step]
    private let fault: ProjectionFault?
    private let isJSON: Bool

    init(_ view: StoryView, _ name: String, _ registry: ProjectionRegistry, isJSON: Bool) throws(Failure) {
        var replay = try orFail { () throws(ViewsError) in try StoryReplay(name, in: registry, of: view) }
        var steps: [StoryReplay.Step] = []
        var fault: ProjectionFault?
        do throws(ProjectionFault) { while let step = try replay.step() { steps.append(step) } } catch { fault = error }
        (self.steps, self.fault, self.isJSON) = (steps, fault, isJSON)
        self.view = view
    }

    func run() throws(Failure) {
        if isJSON {
            for step in steps { try step.json.printLine() }
        } else if Terminal.isTerminal, isatty(STDIN_FILENO) == 1 {
            try walk()
        } else {
            for (index, step) in steps.enumerated() { try print(step, index) }
        }
        guard let fault else { return }
        throw Failure(
            Failure.badData, "stopped at \(fault.position): \(fault.message)",
            remedy: "'storyledger log --raw' shows the bytes as they were stored")
    }

    private func print(_ step: StoryReplay.Step, _ index: Int, asJSON: Bool = false) throws(Failure) {
        let envelope = step.event.envelope
        let head = [
            "\(index + 1)/\(steps.count)".styled(.dim), envelope.position.description.styled(.cyan),
            envelope.time.shown, "recorded \(envelope.recorded.shown)",
        ]
        try Terminal.print(head.joined(separator: "  "))
        try Terminal.print(step.line.onOneLine.wrapped(to: Terminal.width, indent: 2).styled(.bold))
        if asJSON { return try step.json.printPretty() }
        if let edit = view.edit(at: envelope.position), edit.version.number > 1, let summary = edit.summary {
            let version = "v\(edit.version.number)"
            try Terminal.print("\(version): \(summary)".onOneLine.wrapped(to: Terminal.width, indent: 2))
        }
        for change in step.named where !change.isInHead {
            try Terminal.print(change.words.onOneLine.wrapped(to: Terminal.width, indent: 2))
        }
        if step.named.allSatisfy(\.isInHead), index > 0 { try Terminal.print("  nothing else changes") }
    }

    /// One event at a time, by keys.
    private func walk() throws(Failure) {
        guard !steps.isEmpty else { return }
        let terminal = RawTerminal()
        defer { terminal.restore() }
        var (index, asJSON) = (0, false)
        while true {
            try Terminal.print("\u{1B}[2J\u{1B}[H")
            try print(steps[index], index, asJSON: asJSON)
            try Terminal.print("\u{2190} previous  \u{2192} next  j \(asJSON ? "words" : "JSON")  q quit".styled(.dim))
            switch terminal.key() {
            case .forward, .character("n"), .character(" "), .character("\n"), .character("\r"):
                index = min(index + 1, steps.count - 1)
            case .back, .character("p"): index = max(index - 1, 0)
            case .first, .character("g"): index = 0
            case .last, .character("G"): index = steps.count - 1
            case .character("j"): asJSON.toggle()
            case .interrupt, .character("q"), nil: return
            case .other, .character: break
            }
        }
    }
}

extension StoryReplay.Step {
    /// `{position, type, time, recorded, changes: [{path, old, new}]}`.
    fileprivate var json: JSON {
        let envelope = event.envelope
        return [
            "position": JSON(envelope.position), "type": .string(Text(envelope.type.rawValue)),
            "time": JSON(envelope.time), "recorded": JSON(envelope.recorded),
            "changes": .array(
                changes.map { change in
                    var object: JSONObject = ["path": .string(Text(change.path.description))]
                    object["old"] = change.old
                    object["new"] = change.new
                    return .object(object)
                }),
        ]
    }
}
