import Files
import Crypto
import Glibc

/// A regular file that is open for reading. Opening follows no link and does not block.
struct OpenFile: ~Copyable {
    let facts: FileFacts
    private let descriptor: Int32
    private let path: String

    init(_ name: FileName, in directory: Directory) throws(FileFault) {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
        path = "\(directory.path)/\(name)"
        descriptor = uninterrupted { name.withCString { openat(directory.descriptor, $0, flags) } }
        guard descriptor >= 0 else { throw FileFault("open", path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let fault = FileFault("look at", path)
            close(descriptor)
            throw fault
        }
        facts = FileFacts(status)
    }

    deinit { close(descriptor) }

    /// Reads the whole file.
    ///
    /// - Returns: nil if it changed while it was read.
    /// - Throws: ``FileFault``; `EFBIG` if it is larger than ``InboxSettings/largestFile``.
    func read() throws(FileFault) -> [UInt8]? {
        guard facts.bytes <= InboxSettings.largestFile else { throw FileFault("read", path, code: EFBIG) }
        let size = Int(facts.bytes)
        let bytes: [UInt8]
        // One byte more than its size, to notice growth.
        do throws(SystemFault) { bytes = try Descriptor.read(size + 1, from: descriptor) } catch {
            throw FileFault("read", path, code: error.code)
        }
        guard bytes.count == size, try isUnchanged() else { return nil }
        return bytes
    }

    /// Whether it holds what it held when it was opened.
    func isUnchanged() throws(FileFault) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault("look at", path) }
        return FileFacts(status).holdsSameContents(as: facts)
    }

    /// Reads the file from its start, in chunks of at most 256 KiB, until it ends or `body` returns false.
    ///
    /// - Throws: ``FileFault``; `EFBIG` if it is larger than ``InboxSettings/largestFile``.
    func forEachChunk(_ body: (UnsafeRawBufferPointer) -> Bool) throws(FileFault) {
        guard facts.bytes <= InboxSettings.largestFile else { throw FileFault("read", path, code: EFBIG) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var offset: off_t = 0
        while true {
            let count = uninterrupted { pread(descriptor, buffer.baseAddress, buffer.count, offset) }
            guard count >= 0 else { throw FileFault("read", path) }
            guard count > 0, body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) else { return }
            offset += off_t(count)
        }
    }

    /// SHA-256 of the file; nil if it changed while it was read.
    func sha256() throws(FileFault) -> [UInt8]? {
        var hash = SHA256()
        try forEachChunk { chunk in
            hash.update(bufferPointer: chunk)
            return true
        }
        return try isUnchanged() ? hash.finalize().bytes : nil
    }
}

extension Directory {
    /// SHA-256 of a file; nil if it is not a regular file, or if it changed while it was read.
    func sha256(of name: FileName) throws(FileFault) -> [UInt8]? {
        guard try facts(of: name)?.kind == .regular else { return nil }
        return try OpenFile(name, in: self).sha256()
    }
}
