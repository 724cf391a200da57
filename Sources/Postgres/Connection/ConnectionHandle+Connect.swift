import CLibpq

extension ConnectionHandle {
    /// Connects, trying the hosts in turn; blocks the calling thread for at most `connectTimeout` a host.
    ///
    /// libpq keeps `connect_timeout` only in this blocking form, and only so are the later hosts of a list reached when
    /// the first swallows packets.
    static func connect(_ configuration: PostgresConfiguration) throws(PostgresError) -> ConnectionHandle {
        let keywords = configuration.keywords
        let opened = withCStrings(keywords.map(\.0)) { names in
            withCStrings(keywords.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
        guard let opened else { throw PostgresError(.connectFailed, message: "out of memory", isSafeToRepeat: true) }
        let handle = ConnectionHandle(opened)
        guard handle.isUsable else {
            throw PostgresError(.connectFailed, message: handle.message, isSafeToRepeat: true)
        }
        handle.receiveNotices()
        guard PQsetnonblocking(opened, 1) == 0 else {
            throw PostgresError(.connectFailed, message: handle.message, isSafeToRepeat: true)
        }
        return handle
    }
}

/// Lends a null-terminated array of C strings.
private func withCStrings<R>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R
) -> R {
    var bytes: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
        offsets.append(bytes.count)
        bytes.append(contentsOf: string.utf8CString)
    }
    return bytes.withUnsafeBufferPointer { buffer in
        var pointers = offsets.map { buffer.baseAddress?.advanced(by: $0) }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { list in
            guard let base = list.baseAddress else { preconditionFailure("an array with a terminator has an address") }
            return body(base)
        }
    }
}
