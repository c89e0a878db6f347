import EventLog
import Files
import Foundation
import StoryEvents
import Synchronization

/// A file, or standard input, read from its beginning to its end; a compressed file through the program that unpacks it.
final class ImportedFile: Sendable {
    /// As it was named.
    let path: String
    let format: DocumentFormat
    private let compression: Compression?
    private let state: Mutex<State>

    private struct State {
        /// What documents are read from.
        var descriptor: Int32
        /// The file itself, whose place tells the progress; -1 for a stream.
        var file: Int32 = -1
        var program: Process?
        var start: [UInt8] = []
        var fault: ImportError?
    }

    /// - Parameters:
    ///   - path: `-` is standard input.
    ///   - format: Of standard input; nil to tell it from the first bytes.
    ///   - mayBeOfAnyName: Whether `format` holds for other files, too.
    init(_ path: String, format given: DocumentFormat?, mayBeOfAnyName: Bool = false) throws(ImportError) {
        self.path = path
        if path == "-" {
            compression = nil
            let start = try Self.read(atLeast: 1 << 18, from: STDIN_FILENO, path)
            if let found = Compression(sniffing: start) { throw .compressedStream(program: found.rawValue) }
            if given == nil, DocumentFormat.isTable(start) { throw .streamedTable }
            format = given ?? DocumentFormat(sniffing: start)
            state = Mutex(State(descriptor: STDIN_FILENO, start: start))
            return
        }
        compression = Compression(fileName: path)
        let named = DocumentFormat(fileName: Self.plainName(path))
        guard let format = mayBeOfAnyName ? given : named else { throw .unknownFormat(path: path) }
        self.format = format
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .system(path: path, code: errno) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT != S_IFDIR else {
            close(file)
            throw .system(path: path, code: EISDIR)
        }
        guard let compression else {
            state = Mutex(State(descriptor: file, file: file))
            return
        }
        let (program, pipe) = (Process(), Pipe())
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = [compression.rawValue, "-dc"]
        program.standardInput = FileHandle(fileDescriptor: file, closeOnDealloc: false)
        program.standardOutput = pipe
        do { try program.run() } catch { throw .noProgram(compression.rawValue, package: compression.package) }
        let descriptor = dup(pipe.fileHandleForReading.fileDescriptor)
        state = Mutex(State(descriptor: descriptor, file: file, program: program))
    }

    deinit {
        state.withLock { state in
            if state.descriptor > STDIN_FILENO, state.descriptor != state.file { close(state.descriptor) }
            if state.file >= 0 { close(state.file) }
        }
    }

    /// Its name without the ending of compression.
    var plainName: String { Self.plainName(path) }

    static func plainName(_ path: String) -> String {
        Compression(fileName: path) == nil ? path : path.split(separator: ".").dropLast().joined(separator: ".")
    }

    /// Its bytes, for a reader of documents.
    var source: DocumentSource {
        let start = takeStart()
        return DocumentSource(start) { self.next(atLeast: $0) }
    }

    /// What was read of it before; none after the first call.
    func takeStart() -> [UInt8] {
        state.withLock { state in
            defer { state.start = [] }
            return state.start
        }
    }

    /// Reads more, at least so many bytes or to its end; none at the end, and where it cannot be read.
    func next(atLeast count: Int) -> [UInt8] {
        state.withLock { state in
            guard state.fault == nil else { return [] }
            do throws(ImportError) { return try Self.read(atLeast: count, from: state.descriptor, path) } catch {
                state.fault = error
                return []
            }
        }
    }

    /// How many bytes of the file are read, compressed as it is.
    var bytesRead: Int64 {
        state.withLock { state in state.file < 0 ? 0 : max(0, Int64(lseek(state.file, 0, SEEK_CUR))) }
    }

    /// - Throws: Where the file could not be read or unpacked to its end.
    func check() throws(ImportError) {
        let (fault, program) = state.withLock { ($0.fault, $0.program) }
        if let fault { throw fault }
        guard let program, let compression else { return }
        program.waitUntilExit()
        let (reason, status) = (program.terminationReason, program.terminationStatus)
        guard reason != .exit || status != 0 else { return }
        // env(1) ends so where there is no such program.
        if reason == .exit, status == 127 { throw .noProgram(compression.rawValue, package: compression.package) }
        throw .damaged(path: path, program: compression.rawValue, status: status)
    }

    private static func read(atLeast count: Int, from descriptor: Int32, _ path: String) throws(ImportError) -> [UInt8]
    {
        do throws(SystemFault) { return try Descriptor.read(count, from: descriptor) } catch {
            throw .system(path: path, code: error.code)
        }
    }
}
