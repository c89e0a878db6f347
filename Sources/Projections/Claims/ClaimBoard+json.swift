import CanonicalJSON
import StoryEvents

extension ClaimBoard {
    /// `{story, status, position, revision, claims, requests, withheld}`; see ``json(of:)`` and ``json(for:)``.
    public var json: JSON {
        var object = JSONObject()
        object["story"] = story.map { .string($0.text) } ?? .null
        object["status"] = word(claims.status)
        object["position"] = position.map { JSON($0) } ?? .null
        object["revision"] = revision.map { JSON($0) } ?? .null
        object["claims"] = .array(claims.claims.map(json(of:)))
        object["requests"] = .array(claims.requests.map(json(for:)))
        object["withheld"] = .array(withheld.map(json(of:)))
        return .object(object)
    }

    /// `{id, text, standing, attribution, about, introduced, time, counterTo?, moves}`; the moves in order of happening.
    /// `text` is null where the event that brought the claim in is not there to be read.
    public func json(of record: ClaimRecord) -> JSON {
        var object: JSONObject = ["id": .string(record.id)]
        object["text"] = record.claim.map { .string($0.text) } ?? .null
        object["standing"] = word(standing(of: record))
        object["attribution"] = .array(record.claim?.attribution.map(\.json) ?? [])
        object["about"] = .array(record.claim?.about.map { .string($0.name) } ?? [])
        object["introduced"] = JSON(record.introduced)
        object["time"] = JSON(record.time)
        object["counterTo"] = record.counterTo.map { .array($0.claims.map(JSON.string)) }
        object["moves"] = .array(record.moves.inOrderOfHappening.map(json(of:)))
        return .object(object)
    }

    /// `{id?, party, kind?, role?, channel?, asked, introduced, standing, standingAtPublication, seconds, answers}`: what
    /// answers it in order of happening, and the seconds from the asking to what it came to.
    public func json(for request: RequestRecord) -> JSON {
        let answers = answers(to: request)
        var object = JSONObject()
        object["id"] = request.request.id.map(JSON.string)
        object.set("party", request.request.party)
        object["channel"] = request.request.channel.map(JSON.string)
        object["asked"] = request.request.asked.map { JSON($0.time) } ?? .null
        object["introduced"] = JSON(request.introduced)
        object["standing"] = word(answers.standing)
        object["standingAtPublication"] = word(answers.standingAtPublication)
        object["seconds"] = answers.seconds.map(JSON.integer) ?? .null
        object["answers"] = .array(answers.moves.map(json(of:)))
        return .object(object)
    }

    /// `{position, revision, type, by?, kind?, role?, extent?, hop?, strength?, answers?, outcome?, request?, statement?,
    /// verbatim?, channel?, concedes?, counterclaim?, printed?, wholeStory?, time, recorded, backdated, outOfOrder?}`.
    private func json(of move: ClaimRecord.Move) -> JSON {
        var object = JSONObject()
        object["position"] = JSON(move.position)
        object["revision"] = JSON(move.revision)
        object["type"] = word(move.type)
        if let party = move.by { object.set("by", party) }
        object["extent"] = move.denial.map { word($0.extent) }
        object["hop"] = move.hop.map(JSON.string)
        object["strength"] = move.reiteration?.strength.map(word)
        object["answers"] = move.reiteration?.answers.map(JSON.string)
        object["outcome"] = move.response.map { word($0.outcome) }
        object["request"] = move.response?.request.map(JSON.string)
        object["statement"] = move.statement.map { .string($0.text) }
        object["verbatim"] = move.statement?.isVerbatim.map(JSON.bool)
        object["channel"] = move.statement?.channel.map(JSON.string)
        object["concedes"] = move.denial?.concedes.map(JSON.string)
        object["counterclaim"] = move.denial?.counterclaim.map { .string($0.id) }
        object["printed"] = move.response?.printed.map(JSON.string)
        if !move.namesClaim { object["wholeStory"] = true }
        setTimes(move.time, move.recorded, backdating(at: move.position), &object)
        return .object(object)
    }

    /// `{position, revision, type, time, recorded, backdated, outOfOrder?, withheld: {by, recorded, reason, authority}}`.
    private func json(of gap: StoryState.Gap) -> JSON {
        var object = JSONObject()
        object["position"] = JSON(gap.envelope.position)
        object["revision"] = JSON(gap.envelope.revision)
        object["type"] = word(gap.envelope.type)
        setTimes(gap.envelope.time, gap.envelope.recorded, backdating(at: gap.envelope.position), &object)
        object["withheld"] = gap.withheld.json
        return .object(object)
    }
}

extension Hop {
    /// `{id?, speaker, kind?, role?, verb?, addressee?}`; kind and role are the speaker's.
    fileprivate var json: JSON {
        var object = JSONObject()
        object["id"] = id.map(JSON.string)
        object.set("speaker", speaker)
        object["verb"] = verb.map(JSON.string)
        object["addressee"] = addressee.map { .string($0.name) }
        return .object(object)
    }
}

extension JSONObject {
    fileprivate mutating func set(_ name: Text, _ party: Party) {
        self[name] = .string(party.name)
        self["kind"] = party.kind.map(word)
        self["role"] = party.role.map(JSON.string)
    }
}

/// Both times, and whether they are at odds: `outOfOrder` only where it is so.
func setTimes(_ time: EventTime, _ recorded: RecordedTime, _ backdating: Backdating, _ object: inout JSONObject) {
    object["time"] = JSON(time)
    object["recorded"] = JSON(recorded)
    object["backdated"] = .bool(backdating.isBackdated)
    if backdating.isOutOfOrder { object["outOfOrder"] = true }
}

private func word(_ value: some RawRepresentable<String>) -> JSON { .string(Text(value.rawValue)) }
