/// The public files of a log: a directory, or a static web server.
public protocol PublicFiles {
    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: The path below the log's prefix, such as `tile/entries/000`.
    ///   - limit: The most bytes to read; for a longer file, one byte more is returned.
    /// - Returns: nil if there is no such file.
    func read(_ path: String, atMost limit: Int) throws(PublicFilesFault) -> [UInt8]?
}

/// Why a file cannot be read, which is no evidence about the log.
public struct PublicFilesFault: Error, Hashable, Sendable {
    /// The path or the address, and the reason.
    public let message: String

    /// Creates a fault with a message for people.
    public init(_ message: String) { self.message = message }
}
