import Crypto
import EventLog
import StoryEvents

/// Holds an event's salt and data against its leaf, and its fingerprint against the data.
struct ContentCheck {
    private static let commitmentPrefix = Array("storyledger/data/v1\n".utf8)
    private static let digits = Array("0123456789abcdef".utf8)
    private let keyed: KeyedHash?

    /// - Parameter secret: What fingerprints are made with; nil where it is lost, and then every fingerprint passes.
    init(secret: LedgerSecret?) {
        keyed = secret.map(KeyedHash.init)
    }

    /// Whether salt and data are what a commitment of 64 hexadecimal digits says.
    func commits(
        _ commitment: UnsafeRawBufferPointer, to data: UnsafeRawBufferPointer, salt: UnsafeRawBufferPointer
    ) -> Bool {
        guard commitment.count == 64 else { return false }
        var hash = SHA256()
        Self.commitmentPrefix.withUnsafeBytes { hash.update(bufferPointer: $0) }
        hash.update(bufferPointer: salt)
        hash.update(bufferPointer: data)
        return hash.finalize().withUnsafeBytes { digest in
            var isSame = true
            for place in 0..<32 {
                isSame =
                    isSame && commitment[2 * place] == Self.digits[Int(digest[place] >> 4)]
                    && commitment[2 * place + 1] == Self.digits[Int(digest[place] & 15)]
            }
            return isSame
        }
    }

    /// Whether the fingerprint is that of the content: of `{"data":...,"subject":...,"time":...,"type":...}`.
    ///
    /// - Parameters:
    ///   - data: The data as it was in the document.
    ///   - subject: The story's id in RFC 8785 form, without the quotation marks.
    func isFingerprint(
        _ fingerprint: UnsafeRawBufferPointer, of data: UnsafeRawBufferPointer, subject: UnsafeRawBufferPointer,
        time: UnsafeRawBufferPointer, type: UnsafeRawBufferPointer
    ) -> Bool {
        guard let keyed else { return true }
        return keyed.code { content in
            content.update("{\"data\":")
            content.update(bufferPointer: data)
            content.update(",\"subject\":\"")
            content.update(bufferPointer: subject)
            content.update("\",\"time\":\"")
            content.update(bufferPointer: time)
            content.update("\",\"type\":\"")
            content.update(bufferPointer: type)
            content.update("\"}")
        }.elementsEqual(fingerprint)
    }

    /// Whether the fingerprint is that of what the ledger itself has to say, which comes from no document.
    func isFingerprint(_ fingerprint: UnsafeRawBufferPointer, ofOwn data: UnsafeRawBufferPointer) -> Bool {
        guard let keyed else { return true }
        return keyed.code { $0.update(bufferPointer: data) }.elementsEqual(fingerprint)
    }
}

extension SHA256 {
    fileprivate mutating func update(_ literal: StaticString) {
        update(bufferPointer: UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }
}
