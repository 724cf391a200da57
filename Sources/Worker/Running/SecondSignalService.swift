import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Ends the process at once on the second signal: what is leased is taken back by the other workers.
struct SecondSignalService: Service {
    let logger: Logger

    func run() async throws {
        // Services shut down in reverse order, so this one goes on listening while the deliveries drain.
        await cancelWhenGracefulShutdown {
            var signals = 0
            for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
                signals += 1
                guard signals > 1 else { continue }
                logger.critical("second signal, ending at once")
                exit(1)
            }
        }
    }
}
