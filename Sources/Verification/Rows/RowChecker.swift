import CanonicalJSON
import EventLog
import MerkleLog
import StoryEvents

/// Checks rows, a chunk at a time; there is one lane for each thread.
final class RowChecker: @unchecked Sendable {
    let reader: any AuditReader
    private var content: ContentCheck
    private let bundles: PublishedBundles?
    private var leafCheck = LeafCheck()
    /// The file that the event at hand names as its own, as in ``Custody/file``; empty for none.
    private(set) var custody: [UInt8] = []

    init(reading reader: any AuditReader, secret: LedgerSecret?, bundles: PublishedBundles?) {
        self.reader = reader
        self.bundles = bundles
        content = ContentCheck(secret: secret)
    }

    /// Checks the rows of a range by themselves.
    func check(_ range: Range<Int64>, _ links: StoryLinks?) -> Chunk {
        var chunk = Chunk(range: range)
        var next = range.lowerBound
        var bundle = bundles?.beginning(at: next)
        do throws(EventLogError) {
            try reader.eachEvent(range) { event in
                if event.position > next { miss(next..<event.position, &chunk) }
                next = event.position + 1
                check(event, links, &chunk)
                bundle?.add(event, &chunk.findings)
            }
        } catch {
            chunk.findings.append(Finding(.event(next), "it cannot be read: \(error.message)"))
            fill(next..<range.upperBound, &chunk)
            return chunk
        }
        if next < range.upperBound { miss(next..<range.upperBound, &chunk) }
        return chunk
    }

    private func check(_ event: AuditedEvent, _ links: StoryLinks?, _ chunk: inout Chunk) {
        var faults: [String] = []
        var previous: Int64?
        custody.removeAll(keepingCapacity: true)
        let reading = leafCheck.read(event)
        if let reading {
            previous = reading.previous
            checkContent(
                event, commitment: reading.commitment, time: reading.time, subject: event.story, &faults, &chunk)
        } else {
            checkSlowly(event, &previous, &faults, &chunk)
        }
        if let links { faults += links.faults(of: event, previous: previous) }
        if let recorded = chunk.recorded, event.recorded < recorded.last {
            faults.append("its recorded time is before that of the event before it")
        }
        chunk.recorded = (chunk.recorded?.first ?? event.recorded, event.recorded)
        chunk.count += 1
        note(event, &chunk)
        let hash = leafHash(of: event, isPlausible: faults.isEmpty, &faults)
        if chunk.hole == nil { chunk.hashes.append(hash) }
        chunk.findings += faults.map { Finding(.event(event.position), $0) }
    }

    private func checkSlowly(
        _ event: AuditedEvent, _ previous: inout Int64?, _ faults: inout [String], _ chunk: inout Chunk
    ) {
        let slow = LeafFaults(event)
        faults += slow.faults
        guard let envelope = slow.envelope else {
            return checkContent(event, commitment: nil, time: nil, subject: nil, &faults, &chunk)
        }
        previous = envelope.previous?.value ?? -1
        var quoted: [UInt8] = []
        JSON.string(envelope.story.text).appendCanonical(to: &quoted)
        var commitment = envelope.commitment.bytes.hexadecimal
        var time = envelope.time.description
        commitment.withUTF8 { commitment in
            time.withUTF8 { time in
                quoted.withUnsafeBytes { quoted in
                    let subject = UnsafeRawBufferPointer(rebasing: quoted.dropFirst().dropLast())
                    checkContent(
                        event, commitment: UnsafeRawBufferPointer(commitment), time: UnsafeRawBufferPointer(time),
                        subject: subject, &faults, &chunk)
                }
            }
        }
    }

    /// - Parameters:
    ///   - commitment: 64 hexadecimal digits; nil where the leaf cannot be read.
    ///   - time: As the leaf tells it.
    ///   - subject: The story's id in RFC 8785 form, without the quotation marks.
    private func checkContent(
        _ event: AuditedEvent, commitment: UnsafeRawBufferPointer?, time: UnsafeRawBufferPointer?,
        subject: UnsafeRawBufferPointer?, _ faults: inout [String], _ chunk: inout Chunk
    ) {
        if !event.isFoundByItsID { faults.append("the number by which it is found is not that of its id") }
        if event.fingerprint.count != 32 {
            faults.append("its fingerprint has \(event.fingerprint.count) bytes; expected 32")
        }
        if let fault = event.sharingFault {
            faults.append(fault)
            if event.salt == nil { chunk.erased.append(Chunk.Erased(event, pieces: event.hiddenPieces)) }
            return
        }
        switch (event.salt, event.data, event.pieces) {
        case (let salt?, let data?, nil):
            let isSound = commitment.map { content.commits($0, to: data, salt: salt) } ?? false
            note(event, data, isSound: isSound, &chunk)
            if isSound { content.appendFile(of: data, to: &custody) }
            guard commitment != nil, let time, let subject else { return }
            if salt.count != Commitment.saltLength {
                faults.append("its salt has \(salt.count) bytes; expected \(Commitment.saltLength)")
            } else if !isSound {
                faults.append("its salt and data are not what its leaf commits to")
            } else if event.fingerprint.count == 32, !isFingerprint(event, data, time, subject) {
                faults.append("its fingerprint is not that of its content")
            } else if data.holdsNoncharacter {
                faults.append("its data cannot be read: it holds a noncharacter of Unicode, which JSON texts must not")
            }
        case (nil, let data?, let records?):
            let rest = DisclosedData(remainder: Array(data), records: Array(records))
            chunk.erased.append(Chunk.Erased(event, pieces: rest?.hidden ?? []))
            guard let commitment, let time, let subject else { return }
            guard let rest, ContentCheck.says(commitment, rest.commitment) else {
                return faults.append("what is left of its data is not what its leaf commits to")
            }
            // Where only the file is gone, the document is all there.
            if content.hidesOnlyFile(of: data, rest.hidden), event.fingerprint.count == 32,
                !isFingerprint(event, data, time, subject)
            {
                faults.append("its fingerprint is not that of its content")
            }
        case (nil, nil, nil):
            chunk.erased.append(Chunk.Erased(event, pieces: nil))
        case (nil, _?, nil): faults.append("its salt is missing, its data is there")
        case (_?, nil, _): faults.append("its data is missing, its salt is there")
        default: faults.append("its salt, data and pieces do not go together")
        }
    }

    /// Notes an event that withholds data of others.
    private func note(_ event: AuditedEvent, _ data: UnsafeRawBufferPointer, isSound: Bool, _ chunk: inout Chunk) {
        guard event.type.count == 8, event.type.elementsEqual("withheld".utf8) else { return }
        guard isSound, let takedown = Self.takedown(event, data) else {
            return chunk.brokenTakedowns.append(event.position)
        }
        chunk.takedowns.append(
            Chunk.Takedown(
                by: event.position, what: takedown, fingerprint: Array(event.fingerprint), data: Array(data)))
    }

    /// What an event says was withheld; nil for any other event, and for one that is not what the ledger writes.
    private static func takedown(_ event: AuditedEvent, _ data: UnsafeRawBufferPointer) -> Takedown? {
        guard event.source.elementsEqual(Text.ledger.utf8), let json = try? JSON.parse(data),
            case .object(let object) = json, let payload = try? Payload(.withheld, data: object),
            case .withheld(let takedown) = payload
        else { return nil }
        return takedown
    }

    private func isFingerprint(
        _ event: AuditedEvent, _ data: UnsafeRawBufferPointer, _ time: UnsafeRawBufferPointer,
        _ subject: UnsafeRawBufferPointer
    ) -> Bool {
        guard DocumentTypes.hold(event.type) else {
            // That of a takedown vouches for another event too, and is looked at with it.
            return event.type.elementsEqual("withheld".utf8) || content.isFingerprint(event.fingerprint, ofOwn: data)
        }
        let isWhole = content.isFingerprint(
            event.fingerprint, of: data, without: content.parts.file?.bytes, subject: subject, time: time,
            type: event.type)
        if isWhole { return true }
        // A move that named no claim may have got claims from its story: the only one, or those that its request asks
        // about. The fingerprint is of the document.
        guard DocumentTypes.isMove(event.type), let json = try? JSON.parse(data), case .object(var object) = json
        else { return false }
        object["claims"] = nil
        if case .object(var context)? = object["context"] {
            context["file"] = nil
            object["context"] = context.isEmpty ? nil : .object(context)
        }
        return JSON.object(object).canonicalBytes.withUnsafeBytes { data in
            content.isFingerprint(event.fingerprint, of: data, subject: subject, time: time, type: event.type)
        }
    }
}

extension AuditedEvent {
    /// The numbers of the pieces that are gone; nil where all of the data is.
    fileprivate var hiddenPieces: [Int]? {
        guard data != nil, let pieces else { return data == nil ? nil : [] }
        let length = DisclosedData.recordLength
        return (0..<max(0, pieces.count / length - 1)).filter { pieces[($0 + 1) * length] != 0 }
    }
}

extension Chunk.Erased {
    fileprivate init(_ event: AuditedEvent, pieces: [Int]?) {
        self.init(position: event.position, fingerprint: Array(event.fingerprint), pieces: pieces)
    }
}
