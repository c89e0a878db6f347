import CanonicalJSON
import Testing

@testable import StoryEvents

@Suite("Sources that are named outside a document")
struct SourceNameTests {
    @Test func theLedgersOwnIsNobodyElses() {
        #expect(SourceName.fault(in: .ledger) == "is the ledger's own")
        #expect(SourceName.fault(in: "https://cms.example/desk") == nil)
        #expect(SourceName.fault(in: "wire") == nil)
        #expect(SourceName.fault(in: "") != nil)
        #expect(SourceName.fault(in: "a b") != "is the ledger's own")
    }
}
