import Crypto
import EventLog
import StoryEvents

/// Holds an event's salt and data against its leaf, and its fingerprint against the data.
struct ContentCheck {
    private let keyed: KeyedHash?
    private(set) var parts = DataPieces()
    private var hashing = PieceHashing()

    /// - Parameter secret: What fingerprints are made with; nil where it is lost, and then every fingerprint passes.
    init(secret: LedgerSecret?) {
        keyed = secret.map(KeyedHash.init)
    }

    /// Whether salt and data are what a commitment of 64 hexadecimal digits says. Leaves in ``parts`` what the data was
    /// taken apart into.
    mutating func commits(
        _ commitment: UnsafeRawBufferPointer, to data: UnsafeRawBufferPointer, salt: UnsafeRawBufferPointer
    ) -> Bool {
        guard parts.read(data) else { return false }
        return Self.says(commitment, hashing.commitment(to: parts, of: data, salt: salt))
    }

    /// Appends the file that data names as its own, as in ``Custody/file``; nothing where it names none.
    ///
    /// - Parameter data: What was taken apart into ``parts``.
    func appendFile(of data: UnsafeRawBufferPointer, to custody: inout [UInt8]) {
        guard let pieces = parts.file?.pieces, pieces.count == 2 else { return }
        custody.append(contentsOf: data[parts.pieces[pieces.lowerBound].range])
        custody.append(UInt8(0))
        custody.append(contentsOf: data[parts.pieces[pieces.lowerBound + 1].range])
    }

    /// Whether the pieces that are gone of data are the name and the hash of its file. Leaves in ``parts`` what the rest of
    /// the data was taken apart into.
    mutating func hidesOnlyFile(of rest: UnsafeRawBufferPointer, _ hidden: [Int]) -> Bool {
        guard parts.read(rest), let file = parts.file else { return false }
        return hidden.allSatisfy(file.pieces.contains)
    }

    /// Whether 64 hexadecimal digits are those of a commitment.
    static func says(_ digits: UnsafeRawBufferPointer, _ commitment: Commitment) -> Bool {
        guard digits.count == 64 else { return false }
        return commitment.withUnsafeBytes { bytes in
            var isSame = true
            for place in 0..<32 {
                isSame =
                    isSame && digits[2 * place] == digit(bytes[place] >> 4)
                    && digits[2 * place + 1] == digit(bytes[place] & 15)
            }
            return isSame
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 + value - 10 }

    /// Whether the fingerprint is that of the content: of `{"data":...,"subject":...,"time":...,"type":...}`.
    ///
    /// - Parameters:
    ///   - data: The data as it was in the document, but for the file that it came in.
    ///   - file: The bytes of the data to pass over.
    ///   - subject: The story's id in RFC 8785 form, without the quotation marks.
    func isFingerprint(
        _ fingerprint: UnsafeRawBufferPointer, of data: UnsafeRawBufferPointer, without file: Range<Int>? = nil,
        subject: UnsafeRawBufferPointer, time: UnsafeRawBufferPointer, type: UnsafeRawBufferPointer
    ) -> Bool {
        guard let keyed else { return true }
        return keyed.code { content in
            content.update("{\"data\":")
            content.update(bufferPointer: UnsafeRawBufferPointer(rebasing: data[..<(file?.lowerBound ?? data.count)]))
            if let file { content.update(bufferPointer: UnsafeRawBufferPointer(rebasing: data[file.upperBound...])) }
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
