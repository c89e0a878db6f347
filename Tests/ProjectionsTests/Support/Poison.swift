import CanonicalJSON
import Projections
import StoryEvents

/// A projection that cannot fold the event of one story.
struct Poison: LedgerProjection {
    static let name = "poison"
    static let version = 1
    static let table = RowTable()

    struct Bitter: Error, CustomStringConvertible {
        let description = "it is bitter"
    }

    init() {}

    mutating func apply(_ step: StoryStep, to rows: inout StoryRows) throws {
        if step.envelope.story.text == "bitter" { throw Bitter() }
        rows.set("", ["events": .integer(step.envelope.revision.value + 1)])
    }
}

/// The same after it was mended.
struct Mended: LedgerProjection {
    static let name = "poison"
    static let version = 2
    static let table = RowTable()

    init() {}

    mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        rows.set("", ["events": .integer(step.envelope.revision.value + 1)])
    }
}
