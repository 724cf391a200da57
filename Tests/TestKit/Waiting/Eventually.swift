/// Waits until a condition holds; throws ``TestFailure`` when it does not in time.
///
/// The one place where tests wait by the clock: the condition is asked every 10 ms, so a generous bound costs nothing
/// where it holds. What the condition throws is taken for "not yet", and shown when time is up; only a ``TestFailure``
/// ends the wait at once.
package func eventually(
    _ what: String = "the condition",
    within bound: Duration = .seconds(20),
    file: String = #fileID,
    line: Int = #line,
    _ condition: () async throws -> Bool
) async throws {
    _ = try await eventuallyValue(what, within: bound, file: file, line: line) {
        try await condition() ? true : nil
    }
}

/// Waits until a closure answers a value, and returns it; throws ``TestFailure`` when it does not in time.
package func eventuallyValue<Value>(
    _ what: String = "a value",
    within bound: Duration = .seconds(20),
    file: String = #fileID,
    line: Int = #line,
    _ value: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + bound
    var lastError: (any Error)?
    while true {
        do {
            if let value = try await value() { return value }
            lastError = nil
        } catch let failure as TestFailure {
            throw failure
        } catch {
            lastError = error
        }
        try Task.checkCancellation()
        guard ContinuousClock.now < deadline else {
            let cause = lastError.map { "; the last answer was the error \(String(reflecting: $0))" } ?? ""
            throw TestFailure("\(what) did not come within \(bound)\(cause)", file: file, line: line)
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}
