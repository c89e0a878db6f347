/// Event documents that tests drop.
enum Documents {
    static func published(_ story: String, body: String = "The bridge is closed.", extra: String = "") -> String {
        """
        {"type": "published", "subject": "\(story)", "time": "2026-03-02T17:20:00Z",
         "data": {"headline": "Harbor bridge closed", "body": "\(body)", "claims": [{"id": "c", "text": "Closed."}]}
         \(extra)}
        """
    }

    static func denied(_ story: String, id: String) -> String {
        """
        {"type": "denied", "id": "\(id)", "subject": "\(story)", "time": "2026-03-02T18:20:00Z",
         "data": {"by": "Ministry", "statement": "No.", "counterclaim": {"id": "c-\(id)", "text": "It is not."},
         "claims": ["c"]}}
        """
    }

    static func reiterated(_ story: String, answers: String, claim: String? = nil) -> String {
        """
        {"type": "reiterated", "subject": "\(story)", "time": "2026-03-02T18:30:00Z",
         "data": {"by": "Desk", "answers": "\(answers)"\(claim.map { #", "claims": ["\#($0)"]"# } ?? "")}}
        """
    }

    static func responded(_ story: String, request: String) -> String {
        """
        {"type": "responded", "subject": "\(story)", "time": "2026-03-02T18:30:00Z",
         "data": {"by": "Ministry", "outcome": "declined", "request": "\(request)"}}
        """
    }

    static func updated(_ story: String, body: String) -> String {
        """
        {"type": "updated", "subject": "\(story)", "time": "2026-03-02T18:20:00Z", "data": {"body": "\(body)"}}
        """
    }
}
