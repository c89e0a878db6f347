/// Event documents that tests drop.
enum Documents {
    static func published(_ story: String, body: String = "The bridge is closed.", extra: String = "") -> String {
        """
        {"type": "published", "subject": "\(story)", "time": "2026-03-02T17:20:00Z",
         "data": {"headline": "Harbor bridge closed", "body": "\(body)"}\(extra)}
        """
    }

    static func updated(_ story: String, body: String) -> String {
        """
        {"type": "updated", "subject": "\(story)", "time": "2026-03-02T18:20:00Z", "data": {"body": "\(body)"}}
        """
    }
}
