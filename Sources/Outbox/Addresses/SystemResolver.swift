import Dispatch
import Synchronization

/// The system's resolver, `getaddrinfo(3)`, on a few threads of its own.
///
/// `getaddrinfo` blocks for as long as the name servers please (30 s are common) and can't be interrupted. A lookup
/// whose caller has gone keeps its thread until it returns; the threads are bounded, and so are the lookups that wait
/// for one. Callers that share lookups of one host make a dead name server cost one thread.
package final class SystemResolver: AddressResolver {
    /// Lookups at once: each holds a thread.
    package static let maximumThreads = 16
    /// Lookups that wait for a thread; one more fails.
    package static let maximumWaiting = 4096
    /// Addresses of one host: the rest of the answer is dropped.
    package static let maximumAddresses = 32

    private let state: Mutex<LookupQueue>

    package init(threads: Int = maximumThreads) {
        state = Mutex(LookupQueue(threads: threads, maximumWaiting: Self.maximumWaiting))
    }

    package func resolve(host: String, port: Int) async throws -> [IPAddress] {
        let id = state.withLock { $0.makeID() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let lookup = LookupQueue.Lookup(id: id, host: host, port: port)
                let isAccepted = state.withLock { $0.enqueue(lookup, continuation) }
                guard isAccepted else {
                    continuation.resume(throwing: ResolveError(.overloaded, "too many host names are being looked up"))
                    return
                }
                // A cancellation before the line above found nothing to cancel.
                if Task.isCancelled { cancel(id) }
                startNext()
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func cancel(_ id: UInt64) {
        let continuation = state.withLock { $0.cancel(id) }
        continuation?.resume(throwing: CancellationError())
    }

    private func startNext() {
        guard let (lookup, thread) = state.withLock({ $0.dequeue() }) else { return }
        thread.async {
            let result = Result { () throws(ResolveError) in
                try getAddresses(host: lookup.host, port: lookup.port, limit: Self.maximumAddresses)
            }
            let continuation = self.state.withLock { $0.finish(lookup.id, on: thread) }
            continuation?.resume(with: result.mapError { $0 as any Error })
            self.startNext()
        }
    }
}
