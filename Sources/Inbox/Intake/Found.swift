/// A file that a scan has found.
struct Found: Hashable {
    let place: Place
    let facts: FileFacts

    static func precedes(_ left: Found, _ right: Found) -> Bool {
        Place.precedes((left.place, left.facts.modified), (right.place, right.facts.modified))
    }
}
