import CanonicalJSON
import LedgerService
import LedgerTestKit
import Projections
import StoryEvents
import Testing

@testable import AuditSite

@Suite struct APITests {
    static let story = "/api/v1/stories/harbor-bridge"
    /// Every place of the API that needs no client that stays, once.
    static let targets = [
        "stories", "stories/harbor-bridge", "stories/harbor-bridge/versions", "stories/harbor-bridge/versions/2",
        "stories/harbor-bridge/diff", "stories/harbor-bridge/blame", "stories/harbor-bridge/claims",
        "stories/harbor-bridge/timeline", "events", "events/1", "parties", "parties?name=port", "activity",
        "openapi.json",
    ].map { "/api/v1/" + $0 }

    @Test(arguments: targets) func placesAnswerWithTheMembersThatTheTableNames(target: String) throws {
        let site = try AskedSite.bridge()
        let answer = site.answer(target)
        #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
        #expect(answer.type == "application/json")
        let route = try #require(Route(path: target.prefix { $0 != "?" }))
        guard case .api(let place) = route else { return #expect(Bool(false), "\(target) is no place of the API") }
        let names = try site.json(target).members.map(\.key.string)
        let operation = try #require(APIOperation.of(place))
        #expect(Set(operation.members).subtracting(names).isEmpty, "\(names)")
    }

    @Test func everyRowOfTheTableIsAPlaceAndEveryPlaceIsInTheTable() throws {
        let values = ["{story}": "harbor-bridge", "{version}": "2", "{position}": "1"]
        for operation in APIOperation.all {
            var path = "/api/v1/" + operation.template
            for (name, value) in values { path = path.replacing(name, with: value) }
            let route = try #require(Route(path: path[...]), "\(path)")
            guard case .api(let place) = route else { return #expect(Bool(false), "\(path)") }
            #expect(place.template == operation.template)
            #expect(route.path == path)
        }
        #expect(Set(APIOperation.all.map(\.template)).count == APIOperation.all.count)
    }

    @Test func eachEventIsOnOnePage() throws {
        let site = try AskedSite.bridge()
        var (target, positions): (String?, [JSON]) = ("/api/v1/events?limit=1", [])
        while let asked = target {
            let page = try site.json(asked)
            guard case .array(let events)? = page["events"] else { return #expect(Bool(false), "no events") }
            for case .object(let event) in events { positions.append(event["position"] ?? .null) }
            target = page["next"]?.text?.string
        }
        #expect(positions == [0, 1, 2, 3])
    }

    @Test func aPageOfLongEventsEndsEarly() throws {
        let long = (0..<3).map { Documents.published("s\($0)", body: Text(String(repeating: "word ", count: 500_000))) }
        let site = try AskedSite(long.map { [$0] })
        let page = try site.json("/api/v1/events")
        #expect(page["next"] == "/api/v1/events?from=2")
        let rest = try site.json("/api/v1/events?from=2")
        #expect(rest["next"] == .null && rest["size"] == 3)
    }

    @Test func anEventHasItsLeafAndTheHashOfIt() throws {
        let event = try AskedSite.bridge().json("/api/v1/events/1")
        #expect(event["line"] == "The publisher changed the text (version 2), without a note")
        #expect(event["leaf"]?.text?.string.hasPrefix("{\"commitment\":\"sha256:") == true)
        #expect(event["leafHash"]?.text?.utf8.count == 64)
        #expect(event["proof"] == "/events/1/proof.tlog-proof")
    }

    @Test func storiesAreFilteredAsOnTheirPage() throws {
        let site = try AskedSite.bridge()
        for (filter, count) in [
            ("", 1), ("?silent=1", 1), ("?denied=1", 1), ("?search=shut", 1), ("?search=nothing", 0),
            ("?status=held", 0),
            ("?source=newsdesk", 1), ("?as-of=@0&silent=1", 0),
        ] {
            guard case .array(let stories)? = try site.json("/api/v1/stories" + filter)["stories"] else {
                return #expect(Bool(false), "no stories")
            }
            #expect(stories.count == count, "\(filter)")
        }
    }

    /// Only a claim that stands contested counts: one that was denied again, or corrected since, does not.
    @Test func contestedClaimsAreAFilter() throws {
        let claim: JSON = ["id": "c1", "text": "The port closed it.", "by": "The mayor"]
        func story(_ name: Text, _ acts: [(Text, JSONObject)]) -> [JSON] {
            [Documents.published(name, claims: [claim])] + acts.map { AskedSite.document($0.0, name, $0.1) }
        }
        // What is sent twice in the same words is one event.
        func denied(_ words: Text) -> (Text, JSONObject) {
            ("denied", ["by": "The port", "claim": "c1", "statement": .string(words)])
        }
        func repeated(_ words: Text) -> (Text, JSONObject) {
            ("reiterated", ["by": "The mayor", "claim": "c1", "statement": .string(words)])
        }
        let corrected: (Text, JSONObject) = (
            "updated", ["note": "It did not.", "change": "correction", "corrects": ["c1"]]
        )
        let site = try AskedSite([
            story("contested", [denied("No."), repeated("Yes.")]), story("denied", [denied("No.")]),
            story("quiet", [repeated("Yes.")]),
            story("denied-again", [denied("No."), repeated("Yes."), denied("No!")]),
            story("corrected", [denied("No."), repeated("Yes."), corrected]),
            story("twice", [denied("No."), repeated("Yes."), denied("No!"), repeated("Yes!")]),
        ])
        func names(_ query: String) throws -> [JSON] {
            guard case .array(let stories)? = try site.json("/api/v1/stories" + query)["stories"] else { return [] }
            return stories.compactMap { if case .object(let story) = $0 { story["story"] } else { nil } }
        }
        #expect(try names("?contested=1") == ["twice", "contested"])
        #expect(try names("?contested=1&limit=1") == ["twice"])
        let next = try #require(try site.json("/api/v1/stories?contested=1&limit=1")["next"]?.text?.string)
        #expect(try names(String(next.drop { $0 != "?" })) == ["contested"])
        // As of a moment, too: the second denial was not there yet.
        #expect(try names("?contested=1&as-of=@2") == ["contested"])
        #expect(try names("?contested=1&as-of=@1") == [])
        #expect(try names("?contested=1&as-of=@9") == ["denied-again", "contested"])
        #expect(site.text("/?contested=yes").contains("/stories/twice\""))
        #expect(!site.text("/?contested=yes").contains("/stories/denied-again\""))
        let feed = site.text("/feed.atom?contested=1")
        #expect(feed.contains("Contested claims") && feed.contains("/events/2<") && !feed.contains("/stories/denied"))
        // A page that was made before is not shown after another event.
        try site.add([AskedSite.document(denied("Never.").0, "contested", denied("Never.").1)])
        #expect(try names("?contested=1") == ["twice"])
    }

    @Test func rowsThatNobodyKeepsUpToDateAreNotServed() throws {
        let site = try AskedSite.bridge()
        let views = try Views(site.record.store, path: site.ledger.file("views.db"), access: .readWrite)
        _ = try views.catchUp(patience: .seconds(5), show: { _ in })
        try site.add([Documents.published("late-news", headline: "Late")])
        #expect(site.text("/api/v1/stories").contains("late-news"))
        #expect(site.text("/").contains("late-news"))
        #expect(site.text("/log").contains("late-news"))
        #expect(site.text("/feed.atom").contains("late-news"))
    }

    @Test(arguments: [
        ("/api/v1/stories?silnet=1", 400, "did you mean ‘silent’?"), ("/api/v1/stories?limit=0", 400, nil),
        ("/api/v1/stories?search=%C2%A4", 400, nil), ("/api/v1/stories?status=", 400, nil),
        ("/api/v1/stories?source=", 400, nil),
        ("/api/v1/stories?status=gone", 400, nil), ("/api/v1/stories/harbor", 404, "ids like it: harbor-bridge"),
        ("/api/v1/stories/secret-ferry", 404, nil), ("/api/v1/events/4", 404, nil), ("/api/v1/events/99", 404, nil),
        (story + "?as-of=@99", 404, nil), (story + "/versions/9", 404, nil), (story + "/diff?from=v9", 404, nil),
        ("/api/v1/nowhere", 404, nil), ("/api/v2/stories", 404, nil), (story + "?at=gestern", 400, nil),
    ]) func refusalsAreProblems(target: String, status: Int, remedy: String?) throws {
        let site = try AskedSite.bridge()
        let answer = site.answer(target)
        #expect(answer.status == status)
        #expect(answer.type == "application/problem+json")
        let problem = try site.json(target)
        #expect(problem.members.map(\.key) == ["type", "title", "status", "detail", "remedy"])
        #expect(problem["status"] == .integer(Int64(status)))
        if let remedy { #expect(problem["remedy"]?.text?.string == remedy) }
    }

    @Test func whatIsUnderEmbargoIsNowhere() throws {
        let site = try AskedSite.bridge()
        let targets =
            Self.targets + [
                "/feed.atom", "/feed.json", "/feed.json?status=published", "/api/v1/parties?name=buyer", "/", "/log",
                "/api/v1/stories?search=ferry", "/feed.atom?search=ferry", "/stories/secret-ferry/feed.atom",
                "/stories/secret-ferry/timemap", "/stories/secret-ferry/timegate",
                "/stories/secret-ferry/versions/1/citation.json", "/api/v1/stories/secret-ferr",
            ]
        for target in targets {
            let text = site.text(target)
            #expect(!text.contains("Ferry sold") && !text.contains("buyer is"), "\(target)")
            // What was asked for may be said again.
            #expect(target.contains("secret-ferr") || !text.contains("secret-ferry"), "\(target)")
        }
        #expect(try site.json("/api/v1/events")["hidden"] == 1)
        var later = site
        later.now = RecordedTime(microseconds: site.now.microseconds + 10 * 366 * 86_400_000_000)
        #expect(later.text("/api/v1/stories").contains("Ferry sold"))
        #expect(later.text("/feed.atom").contains("secret-ferry"))
    }

    @Test func killedStoriesAreShownByTheRuleAlone() throws {
        var site = try AskedSite.killed()
        let targets = ["stories", "events", "stories/false-alarm", "events/1"].map { "/api/v1/" + $0 } + ["/feed.json"]
        for target in targets { #expect(site.text(target).contains("false-alarm"), "\(target)") }
        site = AskedSite(site, rule: .publishedOnly)
        for target in targets { #expect(!site.text(target).contains("\"Alarm\""), "\(target)") }
        for target in targets where !target.contains("stories/") {
            #expect(!site.text(target).contains("false-alarm"), "\(target)")
        }
        let page = try StreamPage(StreamQuestion(Query(["from": "0"]), last: nil), from: .first, site.responder)
        #expect(!String(decoding: page.bytes, as: UTF8.self).contains("false-alarm"))
    }

    @Test func anAnswerThatIsKnownIsNotSentAgain() throws {
        let site = try AskedSite.bridge()
        for target in Self.targets {
            let tag = try #require(site.answer(target).tag)
            let again = site.answer(target, known: tag)
            #expect(again.status == 304 && again.body.isEmpty, "\(target)")
            #expect(site.answer(target, known: "\"other\"").status == 200)
        }
    }

    @Test func theDescriptionNamesEveryParameterThatIsTaken() throws {
        let site = try AskedSite.bridge()
        guard case .object(let paths)? = try site.json("/api/v1/openapi.json")["paths"] else {
            return #expect(Bool(false), "no paths")
        }
        #expect(paths.members.map(\.key.string) == APIOperation.all.map { "/api/v1/" + $0.template })
        for operation in APIOperation.all {
            guard case .object(let path)? = paths[Text("/api/v1/" + operation.template)],
                case .object(let get)? = path["get"], case .array(let parameters)? = get["parameters"]
            else { return #expect(Bool(false), "\(operation.template)") }
            #expect(parameters.count == operation.parameters.count + operation.template.count { $0 == "{" })
        }
    }
}
