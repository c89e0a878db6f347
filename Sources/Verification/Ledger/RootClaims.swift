import EventLog
import MerkleLog
import StoryEvents

/// What was ever signed or kept of the tree's root, to be held against the tree at each size.
///
/// Stored checkpoints are read a few at a time, in the order they were signed, in which sizes never fall.
struct RootClaims {
    /// A claim that is not of the ledger's own table.
    struct Claim {
        let place: Finding.Place
        let size: UInt64
        let root: Hash
        /// The note that claims it, where one lies in a file that the ledger wrote itself.
        var note: SignedNote?
        /// Whether the ledger stored the same note before it wrote the file.
        var isStored = false
    }

    private let reader: any AuditReader
    private let signatures: SignatureCheck
    private let seals: RowSeals?
    private let quorum: WitnessQuorum?
    /// Tree size of the newest stored checkpoint that meets the quorum.
    private(set) var cosigned: UInt64?
    /// Notes in files, and what the log keeps of them.
    private var copies: [Copy]
    /// Claims of others, the smallest tree last.
    private var others: [Claim]
    private var page: [AuditedCheckpoint] = []
    /// Where the next page begins; nil behind the highest number that there can be.
    private var pageStart: Int64? = .min
    private var numbering = RowNumbering(
        "checkpoint", one: Finding.Place.checkpoint, several: Finding.Place.checkpoints)
    /// The highest number of a checkpoint that is looked at; later ones were signed meanwhile.
    private let highest: Int64
    private var stored: (number: Int64, claim: Claim)?
    private var isAtEnd = false
    private var last: (size: UInt64, signed: Int64) = (0, .min)
    /// How many checkpoints are dated before the one before them, and the first of these. A checkpoint's time is the
    /// keeper's word, and only says how the clock stood.
    private var earlier: (count: Int, first: Int64) = (0, 0)
    private var wrong: (first: Int64, last: Int64, size: UInt64)?
    private(set) var count = 0
    /// How many stored checkpoints have the signatures that were asked for.
    private(set) var valid = 0
    /// Tree size of the newest of these; nil where there is none, or no key was given.
    private(set) var signed: UInt64?

    /// - Parameters:
    ///   - highest: The highest number of a stored checkpoint that is looked at.
    ///   - seals: Makes the seals that stored checkpoints must have; nil not to look at them.
    ///   - quorum: The cosignatures that one of them at least must have; nil where none is asked for.
    init(
        reading reader: any AuditReader, upTo highest: Int64, signatures: SignatureCheck, _ seals: RowSeals?,
        quorum: WitnessQuorum? = nil, others: [Claim]
    ) {
        self.highest = highest
        self.quorum = quorum
        self.reader = reader
        self.signatures = signatures
        self.seals = seals
        copies = others.compactMap { claim in
            claim.note.map { Copy(place: claim.place, note: $0, isStored: claim.isStored) }
        }
        self.others = others.sorted { $0.size > $1.size }
    }

    /// The size of the next tree that something is claimed of; nil when there is nothing left.
    private(set) var nextSize: UInt64?

    /// Reads the first claims.
    mutating func begin(_ report: (Finding) -> Void) throws(EventLogError) {
        try advance(report)
        settle()
    }

    /// Holds what is claimed of a size against the root.
    mutating func check(size: UInt64, root: Hash, _ report: (Finding) -> Void) throws(EventLogError) {
        while let claim = others.last, claim.size == size {
            others.removeLast()
            if claim.root != root { report(Self.finding(claim.place, size, root, claim.root)) }
        }
        while let (number, claim) = stored, claim.size == size {
            if claim.root == root {
                flush(report)
            } else {
                wrong = (wrong?.first ?? number, number, wrong?.size ?? size)
            }
            try advance(report)
        }
        settle()
    }

    /// Names what is claimed of larger trees than there is.
    mutating func finish(size: UInt64, _ report: (Finding) -> Void) throws(EventLogError) {
        for claim in others.reversed() { report(Self.beyond(claim, size)) }
        others = []
        while let claim = stored?.claim {
            report(Self.beyond(claim, size))
            try advance(report)
        }
        flush(report)
        if count == 0, !signatures.logKeys.isEmpty {
            let names = signatures.logKeys.map(\.identity.description).joined(separator: " or ")
            report(Finding(.database, "nothing in it is signed by the given key, \(names)"))
        }
        if quorum != nil, cosigned == nil {
            report(
                Finding(
                    .database,
                    count == 0
                        ? "it stores no checkpoint, and so none with the cosignatures that were asked for"
                        : "none of its \(count) checkpoints has the cosignatures that were asked for"))
        }
        for copy in copies {
            if copy.isSealed, !copy.isSame {
                report(Finding(copy.place, "the log stores that checkpoint, and not with these signatures"))
            } else if copy.mustBeStored, !copy.hasText {
                report(Finding(copy.place, "the log stores no such checkpoint, and it did before this was published"))
            }
        }
    }

    /// Wrong checkpoints that follow one another are reported in one line.
    private mutating func flush(_ report: (Finding) -> Void) {
        guard let wrong else { return }
        let isOne = wrong.first == wrong.last
        report(
            Finding(
                isOne ? .checkpoint(wrong.first) : .checkpoints(wrong.first...wrong.last),
                isOne
                    ? "its root is not that of the log's first \(wrong.size) leaves"
                    : "their roots are not the log's, from the first of \(wrong.size) leaves on"))
        self.wrong = nil
    }

    /// What is not wrong, but worth knowing.
    var notes: [String] {
        guard earlier.count > 0 else { return [] }
        let which =
            earlier.count == 1
            ? "checkpoint \(earlier.first) is dated before the one before it"
            : "\(earlier.count) checkpoints, from \(earlier.first) on, are dated before the one before them"
        return ["\(which): the clock was set back; order is by number"]
    }

    private mutating func settle() {
        nextSize = [others.last?.size, stored?.claim.size].compactMap(\.self).min()
    }

    /// Goes to the next stored checkpoint that can be read and is not out of order.
    private mutating func advance(_ report: (Finding) -> Void) throws(EventLogError) {
        stored = nil
        while stored == nil, !isAtEnd {
            if page.isEmpty {
                page =
                    try pageStart.map { start throws(EventLogError) in
                        try reader.checkpoints(from: start, limit: 64).filter { $0.number <= highest }.reversed()
                    } ?? []
                pageStart = page.first.flatMap { $0.number == .max ? nil : $0.number + 1 }
                isAtEnd = page.isEmpty
            }
            guard let row = page.popLast() else { return }
            count += 1
            let isPossible = numbering.isPossible(row.number)
            numbering.take(row.number).map(report)
            if isPossible { stored = read(row, report) }
        }
    }

    private mutating func read(
        _ row: AuditedCheckpoint, _ report: (Finding) -> Void
    ) -> (number: Int64, claim: Claim)? {
        if row.signed < last.signed {
            earlier = (earlier.count + 1, earlier.count == 0 ? row.number : earlier.first)
        }
        last.signed = row.signed
        let place = Finding.Place.checkpoint(row.number)
        var faults: [String] = []
        let isSealed = seals.map(row.isSealed) ?? false
        defer {
            // What no other check has found.
            if faults.isEmpty, seals != nil, !isSealed {
                faults.append("it is not what was sealed: its time, a signature or its seal")
            }
            faults.forEach { report(Finding(place, $0)) }
        }
        do throws(MerkleLogError) {
            let note = try SignedNote(bytes: row.note)
            let checkpoint = try Checkpoint(text: note.text)
            if UInt64(exactly: row.size) != checkpoint.size {
                faults.append("its size is \(row.size), its note says \(checkpoint.size)")
            }
            if let fault = signatures.fault(in: note) {
                faults.append(fault)
            } else if !signatures.logKeys.isEmpty {
                (valid, signed) = (valid + 1, max(signed ?? 0, checkpoint.size))
            }
            for index in copies.indices { copies[index].compare(with: note, isSealed: isSealed) }
            guard checkpoint.size >= last.size else {
                faults.append("it is of \(checkpoint.size) leaves, the one before it of \(last.size)")
                return nil
            }
            last.size = checkpoint.size
            if let quorum, quorum.isMet(by: note) { cosigned = checkpoint.size }
            return (row.number, Claim(place: place, size: checkpoint.size, root: checkpoint.root))
        } catch {
            faults.append(error.description)
            return nil
        }
    }

    /// A note in a file that the ledger wrote once it had kept the same note.
    private struct Copy {
        let place: Finding.Place
        let note: SignedNote
        /// Whether the log must store it.
        let mustBeStored: Bool
        /// Whether a stored note says the same; whether one that does is sealed; whether that has the same signatures.
        private(set) var hasText = false, isSealed = false, isSame = false

        init(place: Finding.Place, note: SignedNote, isStored: Bool) {
            self.place = place
            self.note = note
            mustBeStored = isStored
        }

        mutating func compare(with stored: SignedNote, isSealed: Bool) {
            guard stored.text.utf8.elementsEqual(note.text.utf8) else { return }
            hasText = true
            guard isSealed else { return }
            self.isSealed = true
            if stored.bytes == note.bytes { isSame = true }
        }
    }

    private static func finding(_ place: Finding.Place, _ size: UInt64, _ root: Hash, _ claimed: Hash) -> Finding {
        if case .kept = place {
            return Finding(
                place,
                "it is of another history of \(size) events than the log: expected root \(root), found \(claimed)")
        }
        return Finding(
            place, "its root is not that of the log's first \(size) leaves: expected \(root), found \(claimed)")
    }

    private static func beyond(_ claim: Claim, _ size: UInt64) -> Finding {
        if case .kept = claim.place {
            return Finding(
                claim.place,
                "it is newer than the log: it has \(claim.size) events, the log \(size); the log went back, or this is an older copy"
            )
        }
        return Finding(claim.place, "it is of \(claim.size) leaves; the log has \(size)")
    }
}
