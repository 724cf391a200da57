import CLibpq
import Glibc

/// The steps of the protocol: each returns at once or waits in `poll`.
extension ConnectionHandle {
    func lost() -> PostgresError {
        PostgresError(.connectionLost, message: message)
    }

    func check(_ accepted: CInt) throws(PostgresError) {
        guard accepted == 1 else { throw lost() }
    }

    /// Sends a statement: under its prepared name, or as text to be planned for this one execution.
    func send(_ statement: Statement, prepared name: String?) throws(PostgresError) {
        let parameters = statement.parameters
        let types = parameters.map(\.oid)
        let lengths = parameters.map { CInt($0.bytes?.count ?? 0) }
        let formats = [CInt](repeating: 1, count: parameters.count)
        let accepted = withPointers(to: parameters) { values in
            if let name {
                PQsendQueryPrepared(pointer, name, CInt(parameters.count), values, lengths, formats, 1)
            } else {
                PQsendQueryParams(
                    pointer,
                    statement.sql,
                    CInt(parameters.count),
                    types,
                    values,
                    lengths,
                    formats,
                    1
                )
            }
        }
        try check(accepted)
    }

    /// True when bytes are left to be written.
    func flush() throws(PostgresError) -> Bool {
        switch PQflush(pointer) {
        case 0: return false
        case 1: return true
        default: throw lost()
        }
    }

    func consumeInput() throws(PostgresError) {
        try check(PQconsumeInput(pointer))
    }

    /// Frees the notifications that have arrived; true when there was one.
    func takeNotifications() -> Bool {
        var arrived = false
        while let notification = PQnotifies(pointer) {
            PQfreemem(notification)
            arrived = true
        }
        return arrived
    }

    /// Whether an idle session shows no end of file; reads what the server has said meanwhile.
    ///
    /// A server that ends a session says why before it closes, so the end may be behind other input.
    func hasNoPendingEnd() -> Bool {
        while true {
            var descriptors = [pollfd(fd: socket, events: Int16(POLLIN), revents: 0)]
            guard poll(&descriptors, 1, 0) > 0 else { return isUsable }
            guard PQconsumeInput(pointer) == 1, isUsable else { return false }
            // Takes notices and notifications out of the buffer, which would grow without end otherwise.
            _ = PQisBusy(pointer)
        }
    }

    /// Waits until the socket is ready, the task is cancelled or the deadline has passed.
    func wait(
        reading: Bool,
        writing: Bool,
        wake: WakeSignal,
        until deadline: ContinuousClock.Instant
    ) throws(PostgresError) {
        let events = Int16((reading ? POLLIN : 0) | (writing ? POLLOUT : 0))
        while true {
            let remaining = (deadline - .now).milliseconds
            guard remaining > 0 else {
                throw PostgresError(.deadlineExceeded, message: "no answer within the client's deadline")
            }
            var descriptors = [
                pollfd(fd: socket, events: events, revents: 0),
                pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&descriptors, 2, CInt(min(remaining, 60_000)))
            if ready < 0, errno != EINTR {
                throw PostgresError(.connectionLost, message: "poll: \(String(cString: strerror(errno)))")
            }
            guard ready > 0 else { continue }
            if descriptors[1].revents != 0 {
                guard !Task.isCancelled else { throw PostgresError(.cancelled, message: "the task was cancelled") }
                // Another task that shares the connection was cancelled while it waited for its turn.
                wake.lower()
            }
            if descriptors[0].revents != 0 { return }
        }
    }
}

/// Lends the parameters' bytes as the array of pointers that libpq asks for; null stays a null pointer.
private func withPointers<R>(
    to parameters: [Parameter],
    _ body: ([UnsafePointer<CChar>?]) -> R
) -> R {
    // One buffer for all: bytes of a Swift array have no address that outlives a closure of its own.
    var buffer: [CChar] = []
    buffer.reserveCapacity(parameters.reduce(parameters.count) { $0 + ($1.bytes?.count ?? 0) })
    var offsets: [Int?] = []
    for parameter in parameters {
        guard let bytes = parameter.bytes else {
            offsets.append(nil)
            continue
        }
        offsets.append(buffer.count)
        bytes.withUnsafeBytes { buffer.append(contentsOf: $0.bindMemory(to: CChar.self)) }
        // Keeps the address of an empty value inside the buffer.
        buffer.append(0)
    }
    return buffer.withUnsafeBufferPointer { storage in
        body(offsets.map { offset in offset.flatMap { storage.baseAddress?.advanced(by: $0) } })
    }
}
