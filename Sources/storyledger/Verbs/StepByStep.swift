import CanonicalJSON
import Foundation
import Projections
import StoryEvents

/// Walks a story event by event: each, and what it changed.
struct StepByStep {
    private let steps: [StoryReplay.Step]
    private let fault: ProjectionFault?
    private let isJSON: Bool

    init(_ view: StoryView, _ name: String, _ registry: ProjectionRegistry, isJSON: Bool) throws(Failure) {
        var replay = try orFail { () throws(ViewsError) in try StoryReplay(name, in: registry, of: view) }
        var steps: [StoryReplay.Step] = []
        var fault: ProjectionFault?
        do throws(ProjectionFault) { while let step = try replay.step() { steps.append(step) } } catch { fault = error }
        (self.steps, self.fault, self.isJSON) = (steps, fault, isJSON)
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

    private func print(_ step: StoryReplay.Step, _ index: Int) throws(Failure) {
        let envelope = step.event.envelope
        let head = [
            "\(index + 1)/\(steps.count)".styled(.dim), envelope.position.description.styled(.cyan),
            envelope.type.rawValue.styled(.yellow), envelope.time.description, "recorded \(envelope.recorded)",
        ]
        try Terminal.print(head.joined(separator: "  "))
        for change in step.changes { try Terminal.print(line(change)) }
        if step.changes.isEmpty { try Terminal.print("  nothing changes") }
    }

    private func line(_ change: JSONChange) -> String {
        let (mark, style, value): (String, Style, String) =
            switch (change.old, change.new) {
            case (nil, let new?): ("+", .green, text(new))
            case (let old?, nil): ("-", .red, text(old))
            case (let old, let new): ("~", .yellow, "\(text(old ?? .null)) → \(text(new ?? .null))")
            }
        return "  \(mark.styled(style)) \(change.path.description.onOneLine)  \(value.onOneLine)"
    }

    private func text(_ json: JSON) -> String {
        String(decoding: json.bytes(pretty: false), as: UTF8.self).cut(to: Terminal.isTerminal ? 200 : 400)
    }

    /// One event at a time, by keys.
    private func walk() throws(Failure) {
        guard !steps.isEmpty else { return }
        let terminal = RawTerminal()
        defer { terminal.restore() }
        var index = 0
        while true {
            try Terminal.print("\u{1B}[2J\u{1B}[H")
            try print(steps[index], index)
            try Terminal.print("n next  p previous  q quit".styled(.dim))
            switch terminal.key() {
            case "n", " ", "\n", "\r": index = min(index + 1, steps.count - 1)
            case "p": index = max(index - 1, 0)
            case "q", RawTerminal.interrupt, nil: return
            default: break
            }
        }
    }
}

/// A terminal that gives each key as it is pressed, an interrupt too: what ends the walk leaves the terminal as it was.
private struct RawTerminal {
    /// Control-C.
    static let interrupt: Character = "\u{3}"

    private let before: termios

    init() {
        var settings = termios()
        tcgetattr(STDIN_FILENO, &settings)
        before = settings
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    func restore() {
        var settings = before
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    func key() -> Character? {
        var byte: UInt8 = 0
        guard read(STDIN_FILENO, &byte, 1) == 1 else { return nil }
        return Character(Unicode.Scalar(byte))
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
