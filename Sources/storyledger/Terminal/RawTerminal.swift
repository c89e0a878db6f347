import Foundation

/// A terminal that gives each key as it is pressed, an interrupt too: what ends the walk leaves the terminal as it was.
struct RawTerminal {
    /// What was pressed.
    enum Key: Hashable {
        case character(Character)
        /// An arrow, or page up and page down.
        case forward, back
        case first, last
        /// Control-C.
        case interrupt
        /// A key that means nothing here.
        case other
    }

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

    /// The next key; nil once the terminal is gone.
    func key() -> Key? {
        byte().map(key(of:))
    }

    private func key(of byte: UInt8) -> Key {
        switch byte {
        case 0x03: .interrupt
        case 0x1B: escape()
        default: .character(Character(Unicode.Scalar(byte)))
        }
    }

    private func byte() -> UInt8? {
        var byte: UInt8 = 0
        return read(STDIN_FILENO, &byte, 1) == 1 ? byte : nil
    }

    /// The rest of what a key such as an arrow sends, which comes at once; the escape key sends nothing else, and what
    /// comes close behind it is another key.
    private func escape() -> Key {
        var rest: [UInt8] = []
        var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while rest.count < 8, poll(&waiting, 1, 50) == 1, let byte = byte() {
            if rest.isEmpty, byte != UInt8(ascii: "["), byte != UInt8(ascii: "O") { return key(of: byte) }
            rest.append(byte)
            let isIntroducer = rest.count == 1 && (byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O"))
            if !isIntroducer, (0x40...0x7E).contains(byte) { break }
        }
        return Self.keys[String(decoding: rest.dropFirst(), as: UTF8.self)] ?? .other
    }

    /// What follows the introducer, by the keys of xterm and of the console.
    private static let keys: [String: Key] = [
        "C": .forward, "B": .forward, "6~": .forward, "D": .back, "A": .back, "5~": .back, "H": .first, "1~": .first,
        "7~": .first, "F": .last, "4~": .last, "8~": .last,
    ]
}
