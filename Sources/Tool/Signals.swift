import Dispatch
import Glibc
import LocalPostgres
import Synchronization

/// SIGINT, SIGTERM and SIGHUP as values, instead of the end of the process.
final class Signals: Sendable {
    private let first = Latch<Void>()
    private let second = Latch<Void>()

    init() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // Dispatch tells of signals only that the process does not act on otherwise.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            // The source lives as long as its handler, that is as long as the process.
            source.setEventHandler { [self] in
                withExtendedLifetime(source) { receive() }
            }
            source.resume()
        }
    }

    /// Waits for the first signal, or until the task is cancelled.
    func waitForFirst() async {
        _ = await first.wait()
    }

    /// Waits for the second signal, whose sender does not want to wait; false when the task is cancelled first.
    func waitForSecond() async -> Bool {
        await second.wait() != nil
    }

    /// Whether a second signal has come.
    var isUrgent: Bool { second.value != nil }

    private func receive() {
        if first.value == nil { first.set(()) } else { second.set(()) }
    }
}
