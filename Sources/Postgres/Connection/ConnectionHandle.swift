import CLibpq
import Dispatch

/// Owns a `PGconn`: closes it when nobody uses it any more.
final class ConnectionHandle {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQfinish(pointer)
    }

    var socket: CInt { PQsocket(pointer) }

    var isUsable: Bool { PQstatus(pointer) == CONNECTION_OK }

    var isIdle: Bool { PQtransactionStatus(pointer) == PQTRANS_IDLE }

    /// libpq's last words about the connection.
    var message: String {
        String(cString: PQerrorMessage(pointer)).trimmingTrailingNewlines()
    }

    /// Asks the server to cancel what the connection is running.
    ///
    /// `PQcancel` opens a connection of its own and blocks, so it runs on a thread of its own; the connection is closed
    /// anyway, and the server's own timeout ends the statement if the request never arrives.
    func requestCancel() {
        guard let request = PQgetCancel(pointer) else { return }
        // The request is a copy of the address and the key; nothing but this closure ever touches it.
        nonisolated(unsafe) let cancel = request
        DispatchQueue(label: "postrider.postgres.cancel")
            .async {
                var reason = [CChar](repeating: 0, count: 256)
                PQcancel(cancel, &reason, CInt(reason.count))
                PQfreeCancel(cancel)
            }
    }
}

extension String {
    func trimmingTrailingNewlines() -> String {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
