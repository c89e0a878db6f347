/// When something that failed is tried again: after pauses that double.
struct Retry {
    private let first: Duration
    private let longest: Duration
    private var pause: Duration
    /// When it is due.
    private(set) var at: Duration = .zero

    init(first: Duration, longest: Duration) {
        (self.first, self.longest) = (first, longest)
        pause = first
    }

    /// What a recorded file waits that cannot leave the inbox.
    static var ofRecordedFiles: Retry { Retry(first: .seconds(10), longest: .seconds(600)) }

    /// Records a try: the next is due after a pause, and the one after that after twice the pause.
    mutating func noteTry(uptime: Duration) {
        at = uptime + pause
        pause = min(pause * 2, longest)
    }

    /// Records a success: pauses are short again.
    mutating func noteSuccess() { pause = first }
}
