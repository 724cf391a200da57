/// Every bound of the gateway's HTTP side in one place, with its unit and its reason.
public enum ServingLimits {
    /// Bytes of a request body: an event's payload is at most 256 KiB, and nothing here uploads files.
    public static let bodyBytes = 1024 * 1024
    /// Bytes of all header fields of a request: cookies and tokens fit, floods do not.
    static let headerBytes = 32 * 1024
    /// Header fields of a request.
    static let headerFields = 128
    /// Bytes of a forwarded prefix, which becomes part of the document.
    static let forwardedPrefixBytes = 256
}
