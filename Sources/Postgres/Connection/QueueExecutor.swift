import Dispatch

/// Runs an actor's jobs on a serial queue of its own, whose thread may block in `poll(2)`.
///
/// Serial queues over-commit: libdispatch gives each busy one a thread, so a blocked connection never takes one from
/// Swift's cooperative pool. `DispatchSerialQueue`, which is an executor itself, does not exist on Linux.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
