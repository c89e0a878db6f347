import Logging

/// One entry of systemd's journal: a message for people, and fields to search by.
///
/// Source: https://systemd.io/JOURNAL_NATIVE_PROTOCOL/
struct JournalEntry: Hashable {
    /// Names and values, in order. A name may come more than once.
    let fields: [Field]

    /// A name and its value.
    struct Field: Hashable {
        let name: String
        let value: String
    }

    /// What the names of a line's own fields begin with.
    static let prefix = "STORYLEDGER_"
    /// The longest name that the journal takes, in bytes.
    private static let longestName = 64

    /// - Parameters:
    ///   - message: The line as people read it.
    ///   - level: How grave it is.
    ///   - identifier: The name of the program.
    ///   - metadata: What the line says besides its message.
    init(_ message: String, _ level: Logger.Level, identifier: String, _ metadata: Logger.Metadata = [:]) {
        let own = metadata.sorted { $0.key < $1.key }.flatMap { key, value in
            // A name is looked for as a whole value: each element of a list is one.
            let values: [String] =
                if case .array(let all) = value { all.map(LogLine.text(of:)) } else { [LogLine.text(of: value)] }
            return values.map { Field(name: Self.name(key), value: $0) }
        }
        fields =
            [
                Field(name: "MESSAGE", value: message), Field(name: "PRIORITY", value: "\(level.severity)"),
                Field(name: "SYSLOG_IDENTIFIER", value: identifier),
            ] + own
    }

    /// The name of a field: capital letters, digits and underscores.
    static func name(_ key: String) -> String {
        let letters = key.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
            default: UInt8(ascii: "_")
            }
        }
        return String((prefix + String(decoding: letters, as: UTF8.self)).prefix(longestName))
    }

    /// The entry as a datagram: `NAME=value` and a line break, or, for a value with line breaks, its length and its bytes.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            let value = Array(field.value.utf8)
            bytes += field.name.utf8
            if value.contains(UInt8(ascii: "\n")) {
                bytes.append(UInt8(ascii: "\n"))
                withUnsafeBytes(of: UInt64(value.count).littleEndian) { bytes += $0 }
            } else {
                bytes.append(UInt8(ascii: "="))
            }
            bytes += value
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
