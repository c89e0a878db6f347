import Files
import Glibc
import Logging
import ProseDiff

/// The message part of a log line: the message, then `key=value`, sorted by key.
enum LogLine {
    static func text(_ message: String, _ metadata: Logger.Metadata) -> String {
        let fields = metadata.sorted { $0.key < $1.key }
            .map { " \(Printable.word($0.key))=\(Printable.word(HiddenManifest.spelledOut(text(of: $0.value))))" }
        return Printable.escaped(message) + fields.joined()
    }

    static func text(of value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): text
        case .stringConvertible(let value): value.description
        case .array(let values): "[" + values.map(text).joined(separator: ", ") + "]"
        case .dictionary(let values):
            "{" + values.sorted { $0.key < $1.key }.map { "\($0.key): \(text(of: $0.value))" }.joined(separator: ", ")
                + "}"
        }
    }
}

/// Standard error, written a line at a time.
public enum StandardError {
    /// Writes a line in one call if the system takes it whole, so that lines of several threads do not mix.
    @Sendable public static func write(_ line: String) {
        var line = line
        line.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = uninterrupted { Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count) }
                // There is no other place to report that standard error cannot be written.
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
        }
    }
}
