/// How a process connects to PostgreSQL, and the bounds that it sets on every session.
public struct PostgresConfiguration: Sendable {
    /// A libpq connection URI or keyword string (PostgreSQL documentation, 34.1.1), several hosts included.
    ///
    /// It wins over the defaults that ``keywords`` sets.
    public var url: String
    /// The name shown in `pg_stat_activity`.
    public var applicationName: String
    /// The most connections that the pool opens.
    public var poolSize: Int
    /// How long a task waits for a free connection.
    public var leaseTimeout: Duration
    /// How long one host may take to answer a connection attempt; libpq's unit is whole seconds, at least 2.
    public var connectTimeout: Duration
    /// The longest a statement may run, kept by the server; the client gives up ``clientGrace`` later.
    public var statementTimeout: Duration
    /// The longest a statement waits for a lock.
    public var lockTimeout: Duration
    /// The longest a transaction may sit idle before the server ends its session.
    public var idleInTransactionTimeout: Duration
    /// Whether every prepared statement is planned only once.
    ///
    /// Right for statements over `unnest`ed arrays, whose plan does not depend on the values; planning the dispatch
    /// statement costs more than running it.
    public var forcesGenericPlans: Bool

    /// How much longer than the server the client waits before it takes the connection for dead.
    package static let clientGrace: Duration = .seconds(5)

    /// Creates a configuration with bounds that suit short transactions.
    public init(
        url: String,
        applicationName: String = "postrider",
        poolSize: Int = 8,
        leaseTimeout: Duration = .seconds(5),
        connectTimeout: Duration = .seconds(5),
        statementTimeout: Duration = .seconds(15),
        lockTimeout: Duration = .seconds(5),
        idleInTransactionTimeout: Duration = .seconds(30),
        forcesGenericPlans: Bool = false
    ) {
        self.url = url
        self.applicationName = applicationName
        self.poolSize = poolSize
        self.leaseTimeout = leaseTimeout
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.forcesGenericPlans = forcesGenericPlans
    }

    /// libpq keywords in order: our defaults first, then the URL, which overrides them.
    ///
    /// A server that vanished without a word is noticed by keepalives within 25 s when idle, and by `tcp_user_timeout`
    /// within 10 s while something is in flight. `read-write` makes a list of hosts find the primary after a failover.
    var keywords: [(String, String)] {
        [
            ("application_name", applicationName),
            ("connect_timeout", String(max(2, connectTimeout.components.seconds))),
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "10000"),
            ("target_session_attrs", "read-write"),
            ("client_encoding", "UTF8"),
            ("dbname", url),
        ]
    }

    /// Settings of the session, applied with one statement after connecting.
    var sessionSettings: [(String, String)] {
        var settings = [
            ("statement_timeout", statementTimeout.postgresMilliseconds),
            ("lock_timeout", lockTimeout.postgresMilliseconds),
            ("idle_in_transaction_session_timeout", idleInTransactionTimeout.postgresMilliseconds),
            ("client_min_messages", "warning"),
            ("TimeZone", "UTC"),
            ("jit", "off"),
        ]
        if forcesGenericPlans {
            // A plan made once must suit both an empty table and a full one: by index and in its order, never by a
            // scan or a sort of all that waits for one receiver.
            settings += [
                ("plan_cache_mode", "force_generic_plan"), ("enable_seqscan", "off"), ("enable_bitmapscan", "off"),
            ]
        }
        return settings
    }
}

extension Duration {
    var postgresMilliseconds: String { String(milliseconds) }

    /// Whole milliseconds, rounded towards zero.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// Seconds as a floating-point number.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
