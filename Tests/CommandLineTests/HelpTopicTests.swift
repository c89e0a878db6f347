import CanonicalJSON
import StoryEvents
import Testing

@testable import storyledger

@Suite struct HelpTopicTests {
    /// A field that documents may have is in the help of documents.
    @Test func namesEveryFieldOfADocument() throws {
        let words = Set(HelpTopic.document.text.split { !$0.isLetter && $0 != "-" }.map(String.init))
        var missing: Set<String> = []
        func look(_ json: JSON) {
            switch json {
            case .object(let members):
                for member in members.members {
                    if member.key == "properties", case .object(let fields) = member.value {
                        for name in fields.keys where !words.contains(name.string) { missing.insert(name.string) }
                    }
                    look(member.value)
                }
            case .array(let elements): elements.forEach(look)
            default: break
            }
        }
        look(DocumentSchema.json)
        // What is in them is said where it is refused, and in the schema.
        let inner = [
            "at", "zone", "exact", "prefix", "suffix", "field", "channel", "asked", "covers", "placement", "verbatim",
            "party", "causationid", "correlationid", "datacontenttype", "dataschema", "expectedrevision", "specversion",
        ]
        #expect(missing.subtracting(inner) == [])
    }

    @Test func everyTopicFitsAPage() {
        for topic in HelpTopic.all {
            #expect(topic.page.fitted(to: 80).split(separator: "\n").count < 60, "\(topic.name)")
            #expect(HelpTopic.named(topic.name)?.text == topic.text)
        }
    }
}
