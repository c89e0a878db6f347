import Foundation
import Testing

extension Trait where Self == ConditionTrait {
    /// For suites of more than some five seconds: `scripts/test --fast` leaves them out.
    public static var slow: Self {
        .disabled(
            if: ProcessInfo.processInfo.environment["STORYLEDGER_FAST"] != nil, "scripts/test --fast leaves it out")
    }
}
