import MerkleLog

/// Asks one witness to cosign checkpoints, over a connection that is kept open.
///
/// Source: C2SP tlog-witness, "add-checkpoint".
struct WitnessClient: Sendable {
    let witness: Witness
    /// Size of the last tree that it is assumed to have cosigned.
    private(set) var cosigned: UInt64
    /// The loss that its last response showed; nil if none.
    private(set) var loss: WitnessLoss?
    private let connection: HTTPConnection

    /// Conflict responses to one request before they count as malformed.
    static let mostConflicts = 2

    /// - Parameters:
    ///   - timeout: For one request.
    ///   - cosigned: Size of the last tree with a known cosignature of its own.
    init(_ witness: Witness, timeout: Duration = .seconds(10), cosigned: UInt64 = 0) {
        self.witness = witness
        self.cosigned = cosigned
        connection = HTTPConnection(witness.url, timeout: timeout)
    }

    /// Sends a checkpoint, with the proof that it extends what the witness knows.
    ///
    /// - Parameters:
    ///   - note: The checkpoint, signed by the log.
    ///   - tree: The log; at least as large as the checkpoint says.
    /// - Returns: Its cosignatures, checked.
    mutating func cosign(_ note: SignedNote, _ tree: some HashReader & Sendable) async throws(WitnessFault)
        -> [NoteSignature]
    {
        let size: UInt64
        do throws(MerkleLogError) { size = try Checkpoint(text: note.text).size } catch {
            throw .log(error.description)
        }
        loss = nil
        // A log that was set back asks from its own size on; the witness then names the size that it knows.
        var old = min(cosigned, size)
        for _ in 0...Self.mostConflicts {
            let request: WitnessRequest
            do throws(MerkleLogError) {
                request = try WitnessRequest(
                    proof: try ConsistencyProof(oldSize: old, newSize: size, from: tree), note: note)
            } catch {
                throw .log(error.description)
            }
            let answer = try await exchange(request.bytes)
            switch answer.status {
            case 200:
                let cosignatures = try check(answer.body, note)
                cosigned = size
                return cosignatures
            case 409:
                let known = try Self.size(in: answer.body)
                guard known <= size else { throw .ahead(size: known, own: size) }
                // It knows another tree of the size that was sent.
                guard known != old else { throw .otherHistory(size: known) }
                if known < cosigned { loss = WitnessLoss(cosigned: cosigned, known: known) }
                old = known
            case 422:
                // The proof from the tree that it knows is invalid.
                throw .otherHistory(size: old)
            default:
                let text = String(decoding: answer.body.prefix(200), as: UTF8.self)
                throw .refused(
                    status: answer.status, text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
            }
        }
        throw .refused(status: 409, "it names another size each time")
    }

    private func check(_ body: [UInt8], _ note: SignedNote) throws(WitnessFault) -> [NoteSignature] {
        do throws(MerkleLogError) {
            guard case .cosigned(let all) = try WitnessResponse(cosignatures: body) else { return [] }
            // Signatures of other keys must be ignored.
            let own = all.filter { $0.key == witness.key.identity }
            guard let cosignature = own.first else { throw .notSigned(by: [witness.key.identity.description]) }
            let verified = try note.adding(cosignature).verified(by: [witness.key])
            guard verified.signatures.contains(where: { ($0.timestamp ?? 0) > 0 }) else {
                throw .impossibleTimestamp(0)
            }
            return [cosignature]
        } catch {
            throw .badCosignature(error.description)
        }
    }

    private static func size(in body: [UInt8]) throws(WitnessFault) -> UInt64 {
        do throws(MerkleLogError) {
            guard case .conflict(let size) = try WitnessResponse(conflict: body) else { return 0 }
            return size
        } catch {
            throw .malformed("a conflict without a size")
        }
    }

    private func exchange(_ body: [UInt8]) async throws(WitnessFault) -> HTTPConnection.Answer {
        do throws(HTTPFault) { return try await connection.post(body) } catch { throw WitnessFault(error) }
    }
}
