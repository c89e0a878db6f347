import EventLog

extension Recorder.Result {
    /// The receipt, where it was decided.
    public var receipt: Receipt? { if case .decided(let receipt) = self { receipt } else { nil } }
}
