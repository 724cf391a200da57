/// How a process ended.
package enum ProcessStatus: Sendable, Hashable, CustomStringConvertible {
    /// It ended by itself with this status, 0 to 255.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)

    /// Whether it ended with status 0.
    package var isSuccess: Bool { self == .exited(0) }

    /// What a shell would call the status: 128 plus the signal's number for a process that a signal ended.
    package var shellStatus: Int32 {
        switch self {
        case .exited(let status): status
        case .signalled(let signal): 128 + signal
        }
    }

    package var description: String {
        switch self {
        case .exited(let status): "status \(status)"
        case .signalled(let signal): "signal \(signal)"
        }
    }
}
