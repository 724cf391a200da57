/// Every limit of the sender, with its unit and its reason.
struct SenderLimits: Sendable {
    /// The longest timeout of a request that is honoured.
    var timeout: Duration = .seconds(3600)
    /// Waiting for the name servers: lookups take milliseconds, and a dead server shall not use up the deadline unseen.
    var resolveTimeout: Duration = .seconds(5)
    /// Waiting for a connection, TLS handshake included, over all addresses that are tried.
    var connectTimeout: Duration = .seconds(5)
    /// Addresses of one host that are tried: each gets its share of the connect timeout.
    var connectAddresses = 4
    /// Bytes of an answer's body that are read; then the connection is closed, and the status decides.
    var bodyBytes = 64 * 1024
    /// Bytes of an answer altogether, so that chunk framing and 1xx answers are bounded as well.
    var answerBytes = 512 * 1024
    /// Bytes of one header field of an answer; receivers behind large cookies stay below.
    var headerFieldBytes = 16 * 1024
    /// Bytes of all header fields of an answer.
    var headerBlockBytes = 64 * 1024
    /// Header fields of an answer.
    var headerFields = 256
    /// Idle connections altogether: file descriptors.
    var idleConnections = 512
    /// Idle connections to one scheme, host and port: about the requests in flight to one receiver.
    var idleConnectionsPerEndpoint = 8
    /// How long a connection stays idle: shorter than the 60 s after which common servers and balancers close.
    var idleTime: Duration = .seconds(45)
    /// How long a host's addresses are used without asking again: a moved receiver is followed after this time.
    var addressLifetime: Duration = .seconds(30)
    /// Hosts whose addresses are remembered.
    var cachedHosts = 4096
    /// How long a TLS peer may take to answer the farewell of an idle connection.
    var farewell: Duration = .seconds(1)
}
