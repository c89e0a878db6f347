/// What a log serves to everybody: a directory, or a static web server.
public protocol PublicFiles {
    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: Below the log's prefix, such as `tile/entries/000`.
    ///   - limit: The most bytes to read; of a longer file, one byte more is returned.
    /// - Returns: nil where there is none.
    func read(_ path: String, atMost limit: Int) throws(PublicFilesFault) -> [UInt8]?
}

/// Why a file that may be there cannot be read. It says nothing about the log.
public struct PublicFilesFault: Error, Hashable, Sendable {
    /// The path or the address, and the reason.
    public let message: String

    /// A fault with the text for people.
    public init(_ message: String) { self.message = message }
}
