import CanonicalJSON
import EventLog
import Files
import Foundation

/// Reads a whole file once, into the bytes that are hashed and parsed.
enum InputFile {
    /// - Throws: ``Failure`` naming the file and what the system says of it.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(FileArgument.bytes(of: path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw failure(path, Failure.noInput, errno, remedy: "name a file that can be read")
        }
        defer { close(descriptor) }
        return try read(descriptor, named: path)
    }

    /// Whether a path names a directory, itself or by a link.
    static func isDirectory(_ path: String) -> Bool {
        var facts = stat()
        return stat(FileArgument.bytes(of: path), &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// What a command takes documents from.
    enum Documents {
        /// A short file, read whole.
        case bytes([UInt8])
        /// A long file or a stream, and what was read of it already.
        case pieces(FilePieces, after: [UInt8])
    }

    /// Opens a file of documents; `-` is standard input.
    ///
    /// - Throws: ``Failure`` naming the file and what the system says of it.
    static func documents(_ path: String) throws(Failure) -> Documents {
        let name = path == "-" ? "standard input" : path
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(FileArgument.bytes(of: path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw failure(name, Failure.noInput, errno, remedy: "name a file that can be read")
        }
        var facts = stat()
        if path != "-", fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG {
            defer { close(descriptor) }
            // A long one is opened again when it is its turn: any number of files may be named.
            return facts.st_size > mostWhole
                ? .pieces(FilePieces(path: FileArgument.bytes(of: path), named: path), after: [])
                : .bytes(try read(descriptor, named: name))
        }
        var start: [UInt8] = []
        do throws(Failure) {
            // The first line tells how a stream is written.
            var limit = mostWhole
            repeat {
                start += try read(descriptor, named: name, atMost: limit - start.count)
                limit *= 2
            } while start.count >= limit / 2 && !start.contains(UInt8(ascii: "\n"))
        } catch {
            close(descriptor)
            throw error
        }
        guard start.count >= mostWhole else {
            close(descriptor)
            return .bytes(start)
        }
        return .pieces(FilePieces(descriptor: descriptor, after: start, named: name), after: start)
    }

    /// The longest file of documents that is read whole, in bytes.
    private static let mostWhole = 1 << 18

    /// Reads standard input to its end.
    static func readStandardInput() throws(Failure) -> [UInt8] { try read(STDIN_FILENO, named: "standard input") }

    /// Reads a file of text in UTF-8; `-` is standard input.
    ///
    /// - Throws: ``Failure`` naming line and column of what is no text.
    static func readText(_ path: String) throws(Failure) -> [UInt8] {
        let bytes = path == "-" ? try readStandardInput() : try read(path)
        let name = path == "-" ? "standard input" : path
        guard bytes.count <= mostText else {
            throw Failure(
                Failure.badData, "\(name): expected at most \(mostText) bytes, found \(bytes.count)",
                remedy: "compare it in parts")
        }
        if let zero = bytes.firstIndex(of: 0) {
            throw notText(name, zero, bytes, "a NUL: this is no text, or text in UTF-16")
        }
        if let fault = firstIllFormed(bytes) { throw notText(name, fault, bytes, "a byte that is not UTF-8") }
        return bytes
    }

    /// The most text to compare, in bytes.
    private static let mostText = 1 << 28

    private static func notText(_ name: String, _ offset: Int, _ bytes: [UInt8], _ found: String) -> Failure {
        let place = SourcePosition(offset: offset, in: bytes)
        return Failure(
            Failure.badData, "\(name):\(place.line):\(place.column): \(found)",
            remedy: "convert it to UTF-8, with iconv(1) if it is text")
    }

    private static func firstIllFormed(_ bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
        return offset
    }

    /// - Parameter limit: Bytes after which reading stops; a few more may be read.
    private static func read(
        _ descriptor: Int32, named name: String, atMost limit: Int = .max
    ) throws(Failure) -> [UInt8] {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            throw failure(name, Failure.inputOutput, errno, remedy: "check the disk")
        }
        var bytes: [UInt8] = []
        // A regular file comes in one read, and one more says that it has ended.
        var room = max(1 << 16, Int(facts.st_size))
        while true {
            let chunk: [UInt8]
            do throws(SystemFault) { chunk = try Descriptor.readSome(atMost: room, from: descriptor) } catch {
                throw failure(name, Failure.inputOutput, error.code, remedy: "name a regular file")
            }
            if chunk.isEmpty { return bytes }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            if bytes.count >= limit { return bytes }
            room = 1 << 16
        }
    }

    private static func failure(_ name: String, _ status: Int32, _ fault: Int32, remedy: String) -> Failure {
        Failure(status, "\(name): \(SystemReason.text(fault))", remedy: remedy)
    }
}
