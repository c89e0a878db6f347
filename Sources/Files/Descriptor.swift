import Glibc

/// Whole reads and writes of open files, whatever signals come meanwhile.
public enum Descriptor {
    /// Reads until so many bytes are there, or the file ends.
    ///
    /// - Returns: At most `count` bytes; fewer at the end of the file.
    public static func read(_ count: Int, from descriptor: Int32) throws(SystemFault) -> [UInt8] {
        var fault: SystemFault?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            while used < count {
                let got = uninterrupted { Glibc.read(descriptor, buffer.baseAddress! + used, count - used) }
                if got < 0 { fault = .last }
                guard got > 0 else { return }
                used += got
            }
        }
        if let fault { throw fault }
        return bytes
    }

    /// Reads what is there, as a pipe or a terminal gives it.
    ///
    /// - Returns: 1 to `limit` bytes; none at the end.
    public static func readSome(atMost limit: Int, from descriptor: Int32) throws(SystemFault) -> [UInt8] {
        var fault: SystemFault?
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, used in
            used = uninterrupted { Glibc.read(descriptor, buffer.baseAddress, limit) }
            if used < 0 {
                fault = .last
                used = 0
            }
        }
        if let fault { throw fault }
        return bytes
    }

    /// Writes all bytes.
    public static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) throws(SystemFault) {
        let fault =
            bytes.withContiguousStorageIfAvailable { write($0, to: descriptor) }
            ?? Array(bytes).withUnsafeBufferPointer { write($0, to: descriptor) }
        if let fault { throw fault }
    }

    private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> SystemFault? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = uninterrupted {
                Glibc.write(descriptor, bytes.baseAddress! + rest.startIndex, rest.count)
            }
            guard written > 0 else { return written < 0 ? .last : SystemFault(code: EIO) }
            rest = rest.dropFirst(written)
        }
        return nil
    }
}

/// A call of the system that failed.
public struct SystemFault: Error, Hashable, Sendable {
    /// The system's error number.
    public let code: Int32

    /// A fault with this error number.
    public init(code: Int32) { self.code = code }

    /// What the last failed call on this thread failed with.
    public static var last: SystemFault { SystemFault(code: errno) }

    /// The system's words for it.
    public var reason: String { SystemReason.text(code) }
}
