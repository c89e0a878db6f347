import Foundation

/// Reads a whole file once, into the bytes that are hashed and parsed.
enum InputFile {
    /// - Throws: ``Failure`` naming the file and what the system says of it.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw failure(path, Failure.noInput, errno, remedy: "name a file that can be read")
        }
        defer { close(descriptor) }
        return try read(descriptor, named: path)
    }

    /// Reads standard input to its end.
    static func readStandardInput() throws(Failure) -> [UInt8] { try read(STDIN_FILENO, named: "standard input") }

    private static func read(_ descriptor: Int32, named name: String) throws(Failure) -> [UInt8] {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            throw failure(name, Failure.inputOutput, errno, remedy: "check the disk")
        }
        var bytes: [UInt8] = []
        // A regular file comes in one read, and one more says that it has ended.
        var room = max(1 << 16, Int(facts.st_size))
        while true {
            var (count, fault): (Int, Int32) = (0, 0)
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, used in
                count = Glibc.read(descriptor, buffer.baseAddress, room)
                fault = errno
                used = max(0, count)
            }
            if count < 0, fault == EINTR { continue }
            guard count >= 0 else { throw failure(name, Failure.inputOutput, fault, remedy: "name a regular file") }
            if count == 0 { return bytes }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            room = 1 << 16
        }
    }

    private static func failure(_ name: String, _ status: Int32, _ fault: Int32, remedy: String) -> Failure {
        Failure(status, "\(name): \(String(cString: strerror(fault)))", remedy: remedy)
    }
}
