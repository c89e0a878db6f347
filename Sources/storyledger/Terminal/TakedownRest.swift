import CanonicalJSON
import Files
import Glibc
import Inbox
import LedgerService
import StoryEvents

/// What a takedown has left and named, with the commands that remove it.
struct TakedownRest {
    /// Places with one command.
    struct Group {
        let lines: [String]
        /// The places alone, for JSON.
        let places: [Text]
        /// What the command is for: `to remove them`.
        let use: String
        /// nil where none helps.
        let command: String?
    }

    private(set) var groups: [Group] = []
    /// Whether a person has to put the words into a command.
    private(set) var hasPlaceholder = false
    private let ledger: String
    /// Names that the commands give.
    private var targets: Set<[UInt8]> = []

    init(_ outcome: EventTakedown.Outcome, _ words: String?, story: StoryID?, _ ledger: String) {
        self.ledger = ledger
        let files = outcome.files
        let events = outcome.remaining.events
        let hasReceipts = files.leftovers.contains { $0.kind == .receipt }
        // Of what is filed under a receipt, a takedown of those events or receipts takes it out.
        func isOwn(_ leftover: Leftover) -> Bool {
            if leftover.isOfTakedowns { return true }
            guard leftover.isFiled else { return false }
            return leftover.kind == .called ? hasReceipts : !events.isEmpty
        }
        let own = files.leftovers.filter(isOwn)
        if !events.isEmpty || !own.isEmpty {
            hasPlaceholder = words == nil
            add(
                events.map { "\($0.position) of \($0.story) holds the same words" } + own.map(Self.line),
                events.map { Text("\($0.position)") } + own.map(\.place), "to remove them",
                Self.takedown(of: words, events.first?.story ?? story))
        }
        let others = outcome.remaining.otherCases.sorted {
            ($0.value[0].position, $0.key) < ($1.value[0].position, $1.key)
        }
        for (spelling, events) in others {
            add(
                events.map { "\($0.position) of \($0.story) holds the words in other letters: \(spelling.quoted)" },
                events.map { Text("\($0.position)") }, "to remove them",
                Self.takedown(of: spelling.string, events[0].story))
        }
        add(
            outcome.remaining.fixed.map { "\($0.position) of \($0.story) holds them in its leaf, a key or a number" },
            [])
        add(
            files.missing.map {
                "\($0): it is not in archive/; if it lies where it was appended from, it is there"
            }, [])
        for leftover in files.leftovers where !isOwn(leftover) {
            switch leftover.kind {
            case .called: continue
            case .file, .link:
                add([Self.line(leftover)], [leftover.place], "to remove it", "rm \(word(path(leftover.path)))")
            case .ids, .receipt: add([Self.line(leftover)], [])
            }
        }
        for place in files.sealed {
            let name = word(path(place.path))
            switch place.kind {
            case .link(let target):
                add(
                    ["\(place.place): a link to \(target), which was not looked into"], [place.place], "to search it",
                    "grep -rlF -e \(word(words)) \(name)")
            case .compressed(let reader):
                add(
                    ["\(place.place): compressed, and not looked into"], [place.place], "to search it",
                    "\(reader) \(name) | grep -F -e \(word(words))")
            }
        }
        // The commands can be given in this order: what lies in a directory comes before it, and its name last of all.
        for leftover in files.leftovers.reversed() where leftover.kind == .called && !isOwn(leftover) {
            add(
                [Self.line(leftover)], [leftover.place], "to rename it",
                "mv -nT \(word(path(leftover.path))) \(word(renamed(leftover.path)))")
        }
    }

    /// `{place, command}`.
    var commands: [JSON] {
        groups.flatMap { group -> [JSON] in
            guard let command = group.command else { return [] }
            return group.places.map { ["place": .string($0), "command": .string(Text(command))] }
        }
    }

    private mutating func add(_ lines: [String], _ places: [Text], _ use: String = "", _ command: String? = nil) {
        guard !lines.isEmpty else { return }
        groups.append(Group(lines: lines, places: places, use: use, command: command))
    }

    /// The command that takes words out of all stories.
    private static func takedown(of words: String?, _ story: StoryID?) -> String {
        let name = story.map { ShellWord.quoted($0.text.string) } ?? "STORY"
        return "storyledger withhold\(NamedLedger.option) \(name) --text\(value(words)) --everywhere --reason R "
            + "--authority A"
    }

    /// The words as the value of an option.
    private static func value(_ words: String?) -> String {
        guard let words else { return " WORDS" }
        return (words.hasPrefix("-") ? "=" : " ") + ShellWord.quoted(words)
    }

    private mutating func word(_ words: String?) -> String {
        hasPlaceholder = hasPlaceholder || words == nil
        return words.map(ShellWord.quoted) ?? "WORDS"
    }

    private func word(_ path: [UInt8]) -> String { NamedLedger.word(path) }

    private func path(_ place: [UInt8]) -> [UInt8] { Array("\(ledger)/".utf8) + place }

    /// A name in the same directory that nothing has, and no other command gives.
    private mutating func renamed(_ place: [UInt8]) -> [UInt8] {
        let folder = place.lastIndex(of: UInt8(ascii: "/")).map { Array(place[...$0]) } ?? []
        let ending = DocumentFormat.ending(ofName: String(decoding: place, as: UTF8.self))
        var number = 1
        while true {
            let target = path(folder + Array("renamed\(number == 1 ? "" : "-\(number)")\(ending ?? "")".utf8))
            var facts = stat()
            if lstat(target.map { CChar(bitPattern: $0) } + [0], &facts) != 0, targets.insert(target).inserted {
                return target
            }
            number += 1
        }
    }

    private static func line(_ leftover: Leftover) -> String {
        switch leftover.kind {
        case .file, .link, .receipt: "\(leftover.place): it still holds them"
        case .called: "\(leftover.place): it is called so"
        case .ids: "\(leftover.place): an id that it lists holds them, and never changes"
        }
    }
}
