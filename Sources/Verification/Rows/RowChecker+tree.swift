import CanonicalJSON
import EventLog
import MerkleLog

extension RowChecker {
    /// The leaf hash to go on with: the leaf's own, or where the row contradicts itself, the one that the stored tile has.
    ///
    /// So one wrong byte is reported once, and not again for each tile and checkpoint above it.
    func leafHash(of event: AuditedEvent, isPlausible: Bool, _ faults: inout [String]) -> Hash {
        let computed = Hash.leaf(event.leaf)
        if computed.withUnsafeBytes({ $0.equals(event.hash) }) { return computed }
        faults.append("its hash is not that of its leaf")
        guard let stored = Hash(event.hash) else { return computed }
        switch storedHash(at: event.position) {
        case stored?: return stored
        case computed?: return computed
        default: return isPlausible ? computed : stored
        }
    }

    /// The hash that the stored tile has for a leaf; nil where there is no such tile.
    private func storedHash(at position: Int64) -> Hash? {
        // A tile that cannot be read is reported in its turn.
        guard position >= 0, let tile = try? reader.tile(level: 0, number: position >> 8), tile.hashes.count == 8192
        else { return nil }
        let start = Int(position & 255) * Hash.byteCount
        return Hash(tile.hashes[start..<start + Hash.byteCount])
    }

    /// Notes that events are missing.
    func miss(_ range: Range<Int64>, _ chunk: inout Chunk) {
        let place: Finding.Place =
            range.count == 1 ? .event(range.lowerBound) : .events(range.lowerBound...range.upperBound - 1)
        chunk.findings.append(Finding(place, range.count == 1 ? "it is missing" : "they are missing"))
        fill(range, &chunk)
    }

    /// Takes the leaf hashes of rows that are not there from the stored tiles, as far as those go.
    func fill(_ range: Range<Int64>, _ chunk: inout Chunk) {
        guard chunk.hole == nil else { return }
        for position in range {
            guard let hash = storedHash(at: position) else {
                chunk.hole = position
                return
            }
            chunk.hashes.append(hash)
        }
    }

    /// Notes what the event's receipt must list.
    func note(_ event: AuditedEvent, _ chunk: inout Chunk) {
        if let last = chunk.receipts.last, last.number == event.receipt, last.range.upperBound + 1 == event.position {
            let index = chunk.receipts.count - 1
            chunk.receipts[index].range = last.range.lowerBound...event.position
            chunk.receipts[index].recorded = event.recorded
            chunk.receipts[index].entries.append(UInt8(ascii: ","))
        } else {
            chunk.receipts.append(
                ReceiptRun(
                    number: event.receipt, range: event.position...event.position, recorded: event.recorded,
                    entries: [], custody: Custody()))
        }
        chunk.receipts[chunk.receipts.count - 1].custody.add(custody, at: event.position)
        chunk.receipts[chunk.receipts.count - 1].entries.append(entryOf: event)
    }
}

extension [UInt8] {
    /// Appends an event as a receipt lists it, in RFC 8785 form.
    mutating func append(entryOf event: AuditedEvent) {
        append("{\"id\":")
        append(quoted: event.id)
        append(",\"outcome\":\"appended\",\"position\":")
        append(decimal: event.position)
        append(",\"revision\":")
        append(decimal: event.revision)
        append(",\"story\":")
        append(quoted: event.story)
        append(",\"type\":")
        append(quoted: event.type)
        append(UInt8(ascii: "}"))
    }

    private mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { append(contentsOf: $0) }
    }

    private mutating func append(quoted text: UnsafeRawBufferPointer) {
        guard text.isPlainASCII else { return JSON.string(Text(text.text)).appendCanonical(to: &self) }
        append(UInt8(ascii: "\""))
        append(contentsOf: text)
        append(UInt8(ascii: "\""))
    }

    private mutating func append(decimal number: Int64) {
        guard number >= 0 else { return append(contentsOf: String(number).utf8) }
        var digits: (UInt64, Int) = (UInt64(number), 1)
        var rest = digits.0
        while rest >= 10 {
            rest /= 10
            digits.1 += 1
        }
        let end = count + digits.1
        append(contentsOf: repeatElement(0x30, count: digits.1))
        var place = end - 1
        while digits.0 > 0 {
            self[place] = 0x30 + UInt8(digits.0 % 10)
            digits.0 /= 10
            place -= 1
        }
    }
}
