import EventLog
import StoryEvents
import Synchronization

/// The rows of a file as event documents, one a line, for a dry run. The number of a document's line is that of its row.
final class RowStream: Sendable {
    private let state: Mutex<State>

    fileprivate struct State {
        var reader: RowReader
        var first: FirstRows
        let values: RowValues
        /// How many lines were made.
        var lines = 0
        var faults: [RowFault] = []
        var furtherFaults: Int64 = 0
        var error: EventLogError?
        var isAtEnd = false
    }

    /// The most faults that are kept.
    fileprivate static let mostFaults = 100

    init(_ reader: sending RowReader, _ first: sending FirstRows) {
        let values = RowValues(map: reader.map, columns: reader.columns)
        state = Mutex(State(reader: reader, first: first, values: values))
    }

    /// Rows that are no documents.
    var faults: [RowFault] { state.withLock { $0.faults } }

    /// How many more there are.
    var furtherFaults: Int64 { state.withLock { $0.furtherFaults } }

    /// - Throws: Why the log could not be read.
    func check() throws(ImportError) {
        if let error = state.withLock({ $0.error }) { throw .log(error) }
    }

    /// The next bytes: none at the end.
    func next(atLeast count: Int) -> [UInt8] {
        state.withLock { state in
            var bytes: [UInt8] = []
            while bytes.count < count, !state.isAtEnd { state.append(to: &bytes) }
            return bytes
        }
    }
}

extension RowStream.State {
    /// Appends the document of the next row.
    mutating func append(to bytes: inout [UInt8]) {
        do {
            guard let row = try reader.row() else { return isAtEnd = true }
            do throws(MappedRow.Fault) {
                let mapped = try MappedRow(row, values)
                append(mapped, row.number, to: &bytes)
            } catch {
                note(RowFault(refusal: error.refusal, row: row.number, bytes: nil))
            }
        } catch {
            note(error)
        }
    }

    private mutating func append(_ row: MappedRow, _ number: Int, to bytes: inout [UInt8]) {
        do throws(EventLogError) {
            let document = try first.document(of: row).bytes
            bytes += [UInt8](repeating: UInt8(ascii: "\n"), count: max(0, number - 1 - lines))
            bytes += document
            bytes.append(UInt8(ascii: "\n"))
            lines = number
        } catch {
            (self.error, isAtEnd) = (error, true)
        }
    }

    private mutating func note(_ fault: RowFault) {
        if faults.count < RowStream.mostFaults {
            faults.append(RowFault(refusal: fault.refusal, row: fault.row, bytes: nil))
        } else {
            furtherFaults += 1
        }
    }
}
