import CanonicalJSON
import StoryEvents

extension ClaimBoard {
    /// ``streamed`` as one value.
    public var json: JSON { streamed.json }

    /// `{story, source, status, statusChange, position, revision, claims, requests, wholeStory, withheld}`.
    public var streamed: StreamedJSON {
        var object = JSONObject()
        object["story"] = story.map { .string($0.text) } ?? .null
        object["source"] = source.map(JSON.string) ?? .null
        object["status"] = word(claims.status)
        object["statusChange"] = statusChange?.json ?? .null
        object["position"] = position.map { JSON($0) } ?? .null
        object["revision"] = revision.map { JSON($0) } ?? .null
        return .object(object.streamed + lists + [("withheld", .value(.array(withheld.map(json(of:)))))])
    }

    /// The long members, which `show --json` also has.
    ///
    /// - `claims`: `{id, text, notYet, standing, drift, undoneCorrections, attribution, about, introduced, time, counterTo, moves,
    ///   wholeStoryCount}` each. `moves` are the moves that name the claim, in order of happening; `wholeStoryCount` is
    ///   the number of moves in `wholeStory` that concern it. `text` is null when the event that made the claim was
    ///   withheld. When that event had not happened by the cut, `text` is absent and `notYet` is true.
    /// - `requests`: `{id, party, channel, claims, asked, introduced, notice, otherSpellings, standing, standingAtPublication,
    ///   seconds, answers, answerCount}` each. `notice` is in seconds, from the asking to the publication. `answers` are the first hundred moves that answer it, in order of
    ///   happening; `answerCount` is the number of all. `seconds` run from the asking to the decisive answer. One move
    ///   can answer many requests; it is written in full only under the claims it names, or under the story.
    /// - `wholeStory`: the moves that name no claim, in order of happening. Each concerns every claim that the story
    ///   itself made before it.
    var lists: [(key: Text, value: StreamedJSON)] {
        let (records, summaries) = (claims.claims, claims.summaries)
        let (requests, answers) = (claims.requests, claims.answers)
        let spellings = OtherSpellings(claims.moves, for: answers)
        return [
            ("claims", .array(records.count) { json(of: records[$0], summaries[$0]) }),
            ("requests", .array(requests.count) { .value(json(for: requests[$0], answers[$0], spellings)) }),
            ("wholeStory", json(of: claims.movesOnStory)),
        ]
    }

    private func json(of moves: [ClaimRecord.Move]) -> StreamedJSON {
        .array(moves.count) { .value(json(of: moves[$0])) }
    }

    private static let mostAnswers = 100

    private func json(of record: ClaimRecord, _ summary: ClaimSummary) -> StreamedJSON {
        var object: JSONObject = ["id": .string(record.id)]
        let isNotYet = isNotYet(record)
        if !isNotYet { object["text"] = JSON(record.claim?.text) }
        object["notYet"] = .bool(isNotYet)
        object["standing"] = word(summary.standing)
        object["drift"] = .array(drift(of: record.id).map(\.json))
        object["undoneCorrections"] =
            undoneCorrections == nil ? .null : .array(undoneCorrections(of: record).map(\.json))
        object["attribution"] = .array(record.claim?.attribution.map(\.json) ?? [])
        object["about"] = .array(record.claim?.about.map(\.json) ?? [])
        object["introduced"] = JSON(record.introduced)
        object["time"] = JSON(record.time)
        object["counterTo"] = record.counterTo.map { .array($0.claims.map(JSON.string)) } ?? .null
        return .object(
            object.streamed + [
                ("moves", json(of: claims.moves(naming: record))), ("wholeStoryCount", .value(JSON(summary.onStory))),
            ])
    }

    private func json(for request: RequestRecord, _ answers: RequestAnswers, _ spellings: OtherSpellings) -> JSON {
        var object = JSONObject()
        object["id"] = JSON(request.request.id)
        object["party"] = request.request.party.json
        object["channel"] = JSON(request.request.channel)
        object["claims"] = .array(request.request.claims.map(JSON.string))
        object["asked"] = request.request.asked.map { JSON($0.time) } ?? .null
        object["introduced"] = JSON(request.introduced)
        object["notice"] = request.notice.map(JSON.integer) ?? .null
        object["otherSpellings"] = .array(spellings.all(of: request, answers).map(\.json))
        object["standing"] = word(answers.standing)
        object["standingAtPublication"] = word(answers.standingAtPublication)
        object["seconds"] = answers.seconds.map(JSON.integer) ?? .null
        object["answers"] = .array(answers.moves(first: Self.mostAnswers).map(json(of:)))
        object["answerCount"] = JSON(answers.count)
        return .object(object)
    }

    /// `{position, revision, type, source, by, extent, hop, strength, answers, answered, outcome, request, statement,
    /// verbatim, channel, concedes, counterclaim, printed, wholeStory, time, recorded, backdated, outOfOrder}`: null for what a move of its type
    /// does not have, or this one does not say.
    private func json(of move: ClaimRecord.Move) -> JSON {
        var object = JSONObject()
        object["position"] = JSON(move.position)
        object["revision"] = JSON(move.revision)
        object["type"] = word(move.type)
        object["source"] = .string(move.source)
        object["by"] = move.by?.json ?? .null
        object["extent"] = move.denial.map { word($0.extent) } ?? .null
        object["hop"] = JSON(move.hop)
        object["strength"] = move.reiteration?.strength.map(word) ?? .null
        object["answers"] = JSON(move.reiteration?.answers)
        object["answered"] = .array(move.answered.map { JSON($0) })
        object["outcome"] = move.response.map { word($0.outcome) } ?? .null
        object["request"] = JSON(move.response?.request)
        object["statement"] = JSON(move.statement?.text)
        object["verbatim"] = move.statement?.isVerbatim.map(JSON.bool) ?? .null
        object["channel"] = JSON(move.statement?.channel)
        object["concedes"] = JSON(move.denial?.concedes)
        object["counterclaim"] = JSON(move.denial?.counterclaim?.id)
        object["printed"] = JSON(move.response?.printed)
        object["wholeStory"] = .bool(!move.namesClaim)
        setTimes(move.time, move.recorded, backdating(at: move.position), &object)
        return .object(object)
    }

    /// `{position, revision, type, source, time, recorded, backdated, outOfOrder, withheld: {by, recorded, reason, authority}}`.
    private func json(of gap: StoryState.Gap) -> JSON {
        var object = JSONObject()
        object["position"] = JSON(gap.envelope.position)
        object["revision"] = JSON(gap.envelope.revision)
        object["type"] = word(gap.envelope.type)
        object["source"] = .string(gap.envelope.identity.source)
        setTimes(gap.envelope.time, gap.envelope.recorded, backdating(at: gap.envelope.position), &object)
        object["withheld"] = gap.withheld.json
        return .object(object)
    }
}

extension Hop {
    /// `{id, speaker, verb, addressee}`.
    fileprivate var json: JSON {
        ["id": JSON(id), "speaker": speaker.json, "verb": JSON(verb), "addressee": addressee?.json ?? .null]
    }
}

/// Sets both times, and whether the event is backdated and out of order.
func setTimes(_ time: EventTime, _ recorded: RecordedTime, _ backdating: Backdating, _ object: inout JSONObject) {
    object["time"] = JSON(time)
    object["recorded"] = JSON(recorded)
    object["backdated"] = .bool(backdating.isBackdated)
    object["outOfOrder"] = .bool(backdating.isOutOfOrder)
}

private func word(_ value: some RawRepresentable<String>) -> JSON { .string(Text(value.rawValue)) }
