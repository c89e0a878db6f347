import StoryEvents
import Testing

struct EventTypeTests {
    @Test(arguments: EventType.ofProducers)
    func isReadInBothForms(type: EventType) {
        #expect(EventType(attribute: type.rawValue) == type)
        #expect(EventType(attribute: "org.storyledger.\(type.rawValue).v1") == type)
    }

    @Test(arguments: [
        "", "Published", "published ", "withheld", "forked", "org.storyledger.forked.v1", "org.storyledger.published",
        "published.v1", "org.storyledger.v1",
        "org.storyledger..v1", "org.storyledger.published.v2", "org.storyledger.org.storyledger.published.v1.v1",
        "denie\u{64}\u{301}", "ｄｅｎｉｅｄ", "denied\u{200B}", "ORG.STORYLEDGER.DENIED.V1", "den\u{456}ed",
    ])
    func isNothingElse(attribute: String) {
        #expect(EventType(attribute: attribute) == nil)
    }
}
