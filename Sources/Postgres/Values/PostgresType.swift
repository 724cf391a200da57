/// A type of the server by its object id; those of the built-in types never change (`pg_type.dat`).
public struct PostgresType: Sendable, Hashable {
    /// The type's object id.
    public var oid: UInt32
    /// The object id of the array over the type, 0 where there is none.
    public var arrayOID: UInt32

    /// Names a type by its object ids.
    public init(oid: UInt32, arrayOID: UInt32) {
        self.oid = oid
        self.arrayOID = arrayOID
    }

    static let bool = Self(oid: 16, arrayOID: 1000)
    static let bytea = Self(oid: 17, arrayOID: 1001)
    static let int8 = Self(oid: 20, arrayOID: 1016)
    static let int2 = Self(oid: 21, arrayOID: 1005)
    static let int4 = Self(oid: 23, arrayOID: 1007)
    static let text = Self(oid: 25, arrayOID: 1009)
    static let json = Self(oid: 114, arrayOID: 199)
    static let float4 = Self(oid: 700, arrayOID: 1021)
    static let float8 = Self(oid: 701, arrayOID: 1022)
    static let timestamptz = Self(oid: 1184, arrayOID: 1185)
    static let uuid = Self(oid: 2950, arrayOID: 2951)
    static let jsonb = Self(oid: 3802, arrayOID: 3807)
}

/// Raw bytes for a `bytea` value.
public struct Bytea: Sendable, Hashable {
    /// The bytes.
    public var bytes: [UInt8]

    /// Wraps bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// The text of a JSON document for a `json` value: the server keeps these very bytes.
public struct JSONText: Sendable, Hashable {
    /// UTF-8 bytes of the document.
    public var bytes: [UInt8]

    /// Wraps bytes; the server refuses what is not JSON with SQLSTATE 22P02.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}
