import ArgumentParser
import EventLog
import Foundation
import Inbox
import LedgerService
import Projections
import Publication
import LedgerStatus
import StoryEvents

/// What ends a command: a message, what to do about it, and an exit status of sysexits(3).
struct Failure: Error {
    let status: Int32
    let message: String
    let remedy: String

    init(_ status: Int32, _ message: String, remedy: String) {
        self.status = status
        self.message = message
        self.remedy = remedy
    }

    static let different: Int32 = 1
    static let usage = Sysexits.usage.rawValue
    static let badData = Sysexits.data.rawValue
    static let noInput = Sysexits.noInput.rawValue
    static let unavailable = Sysexits.unavailable.rawValue
    static let cannotCreate = Sysexits.cannotCreate.rawValue
    static let inputOutput = Sysexits.inputOutput.rawValue
    static let tryAgain = Sysexits.tryAgain.rawValue
    static let configuration = Sysexits.configuration.rawValue

    /// Two lines on standard error: what is wrong, and what to do.
    func print() { Self.say(message, remedy: remedy) }

    /// Says something on standard error that ends nothing.
    static func say(_ message: String, remedy: String = "") {
        var text = "storyledger: \(message.forTerminal)\n"
        if !remedy.isEmpty { text += "  \(remedy.forNamedLedger.forTerminal)\n" }
        if let width = Terminal.errorWidth { text = text.fitted(to: width) }
        // As the daemon does: the journal takes the prefix of a line for its severity.
        if Configuration.Format.auto.isJournal {
            text = text.split(separator: "\n").map { "<3>\($0)\n" }.joined()
        }
        StandardError.write(text)
    }

    init(_ error: EventLogError) {
        self.init(error.exit.rawValue, error.message, remedy: error.remedy)
    }

    init(_ error: StoryError) {
        switch error {
        case .log(let error): self.init(error)
        case .unknown, .notYet, .notRecorded, .noVersion, .notHappened:
            self.init(Failure.noInput, error.message, remedy: error.remedy)
        case .ambiguous, .noName: self.init(Failure.usage, error.message, remedy: error.remedy)
        case .unreadable: self.init(Failure.badData, error.message, remedy: error.remedy)
        }
    }

    init(_ error: PublicationError) {
        let status =
            switch error {
            case .log(let error): Failure(error).status
            case .noKey, .keyLost: Failure.noInput
            case .nothingToAccept, .noReason, .noRotation, .rotationUnfinished, .keptElsewhere, .keyNotLost:
                Failure.usage
            case .busy: Failure.tryAgain
            case .system: Failure.inputOutput
            case .behind, .forked, .renamed, .headLost, .noQuorum, .unreadableCheckpoint, .foreignCheckpoint,
                .exposedKey, .badKey, .strangeKey, .badWitness, .tree:
                Failure.badData
            }
        self.init(status, error.message, remedy: error.remedy)
    }

    init(_ error: ViewsError) {
        let status =
            switch error {
            case .log(let error): Failure(error).status
            case .unknownProjection, .badSearch: Failure.usage
            case .busy, .rebuiltElsewhere: Failure.tryAgain
            case .unusable: Failure.badData
            case .outOfSpace, .readOnly, .failed: Failure.inputOutput
            }
        self.init(status, error.message, remedy: error.remedy)
    }

    init(_ fault: CutFault) {
        self.init(Failure.usage, fault.message, remedy: fault.remedy)
    }
}

/// Does something, and turns its typed error into what ends the command.
func orFail<Value>(_ body: () throws(EventLogError) -> Value) throws(Failure) -> Value {
    do throws(EventLogError) { return try body() } catch { throw Failure(error) }
}

/// Does something, and turns its typed error into what ends the command.
func orFail<Value>(_ body: () throws(StandingError) -> Value) throws(Failure) -> Value {
    do throws(StandingError) { return try body() } catch {
        switch error {
        case .log(let error): throw Failure(error)
        case .views(let error): throw Failure(error)
        }
    }
}

/// Does something, and turns its typed error into what ends the command.
func orFail<Value>(_ body: () throws(StoryError) -> Value) throws(Failure) -> Value {
    do throws(StoryError) { return try body() } catch { throw Failure(error) }
}

/// Does something, and turns its typed error into what ends the command.
func orFail<Value>(_ body: () throws(PublicationError) -> Value) throws(Failure) -> Value {
    do throws(PublicationError) { return try body() } catch { throw Failure(error) }
}

/// Does something, and turns its typed error into what ends the command.
func orFail<Value>(_ body: () throws(ViewsError) -> Value) throws(Failure) -> Value {
    do throws(ViewsError) { return try body() } catch { throw Failure(error) }
}
