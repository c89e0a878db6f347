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
        let holding = files.holding
        let hasReceipts = holding.contains { $0.kind == .receipt }
        // Of what is filed under a receipt, a takedown of those events or receipts takes it out.
        func isOwn(_ leftover: Leftover) -> Bool {
            if leftover.isOfTakedowns { return true }
            guard leftover.isFiled else { return false }
            return leftover.kind == .called ? hasReceipts : !events.isEmpty
        }
        let own = holding.filter(isOwn)
        if !events.isEmpty || !own.isEmpty {
            hasPlaceholder = words == nil
            add(
                events.map { "\($0.position) of \($0.story) holds the same words" } + own.map(Self.line),
                events.map { Text("\($0.position)") } + own.map(\.place), "to remove them",
                Self.takedown(of: words, events.first?.story ?? story))
        }
        addOtherLetters(outcome, story)
        add(
            outcome.remaining.fixed.map {
                "\($0.position) of \($0.story) holds them in its leaf, a key or a number, or as the ledger's own event"
            }, [])
        add(
            outcome.remaining.stories.map {
                "the story \($0): its id is made of the words, and never changes, nor do its addresses"
            }, [])
        add(
            files.missing.map {
                "\($0): it is not in archive/; if it lies where it was appended from, it is there"
            }, [])
        for leftover in holding where !isOwn(leftover) { addFile(leftover) }
        for place in files.sealed {
            let name = word(path(place.path))
            switch place.kind {
            case .link(let target):
                add(
                    ["\(place.place): a link to \(target), which was not looked into"], [place.place], "to search it",
                    "\(reading(place.path))grep -rlF -e \(word(words)) \(name)")
            case .compressed(let reader):
                add(
                    ["\(place.place): compressed, and not looked into"], [place.place], "to search it",
                    "\(reading(place.path))\(reader) \(name) | grep -F -e \(word(words))")
            }
        }
        // The commands can be given in this order: what lies in a directory comes before it, and its name last of all.
        for leftover in holding.reversed() where leftover.kind == .called && !isOwn(leftover) {
            add(
                [Self.line(leftover)], [leftover.place], "to rename it",
                "\(changing(leftover.path))mv -nT \(word(path(leftover.path))) \(word(renamed(leftover.path)))")
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

    /// Events and files that spell the words in other letters; a takedown of these takes both out.
    private mutating func addOtherLetters(_ outcome: EventTakedown.Outcome, _ story: StoryID?) {
        let leftovers = outcome.files.leftovers.filter { $0.spelling != nil }
        let spellings = Set(outcome.remaining.otherLetters.keys).union(leftovers.compactMap(\.spelling))
        func first(_ spelling: Text) -> Position? { outcome.remaining.otherLetters[spelling]?.first?.position }
        let order = spellings.sorted { left, right in
            guard let one = first(left), let other = first(right), one != other else {
                return (first(left) == nil ? 1 : 0, left) < (first(right) == nil ? 1 : 0, right)
            }
            return one < other
        }
        for spelling in order {
            let events = outcome.remaining.otherLetters[spelling] ?? []
            let spelled = leftovers.filter { $0.spelling == spelling }
            let own = spelled.filter { $0.isOfTakedowns || $0.isFiled && !events.isEmpty }
            add(
                events.map { "\($0.position) of \($0.story) holds the words in other letters: \(spelling.quoted)" }
                    + own.map(Self.line),
                events.map { Text("\($0.position)") } + own.map(\.place), "to remove them",
                Self.takedown(of: spelling.string, events.first?.story ?? story))
            for leftover in spelled where !own.contains(leftover) { addFile(leftover) }
        }
    }

    /// A place that no takedown reaches.
    private mutating func addFile(_ leftover: Leftover) {
        switch leftover.kind {
        case .called: return
        case .file, .link:
            add(
                [Self.line(leftover)], [leftover.place], "to remove it",
                "\(changing(leftover.path))rm \(word(path(leftover.path)))")
        case .ids, .receipt, .list: add([Self.line(leftover)], [])
        }
    }

    /// `sudo `, where this user may not remove or rename a file; empty elsewhere.
    private func changing(_ place: [UInt8]) -> String {
        let whole = path(place)
        let folder = Array(whole[..<(whole.lastIndex(of: UInt8(ascii: "/")) ?? 0)])
        guard Self.may(W_OK | X_OK, folder) else { return "sudo " }
        var (above, file) = (stat(), stat())
        guard geteuid() != 0, stat(Self.path(folder), &above) == 0, lstat(Self.path(whole), &file) == 0,
            above.st_mode & S_ISVTX != 0
        else { return "" }
        return [above.st_uid, file.st_uid].contains(geteuid()) ? "" : "sudo "
    }

    /// `sudo `, where this user may not read a file; empty elsewhere.
    private func reading(_ place: [UInt8]) -> String { Self.may(R_OK, path(place)) ? "" : "sudo " }

    /// Whether this user has a right to what is there.
    private static func may(_ right: Int32, _ path: [UInt8]) -> Bool {
        faccessat(AT_FDCWD, Self.path(path), right, AT_EACCESS) == 0 || ![EACCES, EPERM].contains(errno)
    }

    private static func path(_ bytes: [UInt8]) -> [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }

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
            if lstat(Self.path(target), &facts) != 0, targets.insert(target).inserted {
                return target
            }
            number += 1
        }
    }

    private static func line(_ leftover: Leftover) -> String {
        switch leftover.kind {
        case .file, .link, .receipt:
            "\(leftover.place): it "
                + (leftover.spelling.map { "holds the words in other letters: \($0.quoted)" } ?? "still holds them")
                + documents(leftover)
        case .list:
            "\(leftover.place): storyledgerd writes it each second, with the names of files that wait; the words go with those"
        case .called: "\(leftover.place): it is called so"
        case .ids: "\(leftover.place): an id that it lists holds them, and never changes"
        }
    }

    /// `, in document 3 of 12`.
    private static func documents(_ leftover: Leftover) -> String {
        guard !leftover.documents.isEmpty else { return "" }
        let numbers = leftover.documents.prefix(mostDocuments).map(\.grouped).joined(separator: ", ")
        let more = leftover.documents.count - mostDocuments
        return ", in document\(leftover.documents.count == 1 ? "" : "s") \(numbers)"
            + (more > 0 ? " and \(more.grouped) more" : "") + " of \(leftover.documentCount.grouped)"
    }

    private static let mostDocuments = 5
}
