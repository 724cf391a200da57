import CLibpq
import Dispatch

/// Owns a `PGconn`: closes it when nobody uses it any more.
final class ConnectionHandle {
    let pointer: OpaquePointer
    /// Whether the server has said that it ends the session; the end of file follows a moment later.
    private var isDismissed = false

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQfinish(pointer)
    }

    var socket: CInt { PQsocket(pointer) }

    var isUsable: Bool { !isDismissed && PQstatus(pointer) == CONNECTION_OK }

    /// Takes notices instead of letting libpq print them; one that ends an idle session is the only one that counts.
    func receiveNotices() {
        PQsetNoticeReceiver(
            pointer,
            { context, notice in
                guard let context, let severity = PQresultErrorField(notice, CInt(UInt8(ascii: "V"))),
                    ["FATAL", "PANIC"].contains(String(cString: severity))
                else { return }
                // libpq calls this from functions of this handle only, so it is alive, and nobody else uses it.
                Unmanaged<ConnectionHandle>.fromOpaque(context).takeUnretainedValue().isDismissed = true
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

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
