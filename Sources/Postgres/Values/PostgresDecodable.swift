public import Foundation

/// A value that can be read from a row, from the binary and from the text format.
public protocol PostgresDecodable: Sendable {
    /// Reads the field; throws ``PostgresError/Code/decoding`` naming the column when its type or value does not fit.
    init(from field: PostgresField) throws(PostgresError)
}

extension String: PostgresDecodable {
    /// `text`, `varchar`, `name`, `json`, `jsonb`, or any type in text format.
    public init(from field: PostgresField) throws(PostgresError) {
        let bytes = try field.required()
        switch (field.format, field.oid) {
        case (.text, _), (_, 18), (_, 19), (_, 25), (_, 114), (_, 705), (_, 1042), (_, 1043):
            self = String(decoding: bytes, as: UTF8.self)
        case (_, PostgresType.jsonb.oid):
            self = String(decoding: bytes.dropFirst(), as: UTF8.self)
        default:
            throw field.mismatch("it is not text")
        }
    }
}

extension Bool: PostgresDecodable {
    /// `bool`.
    public init(from field: PostgresField) throws(PostgresError) {
        let bytes = try field.required()
        guard field.oid == PostgresType.bool.oid, bytes.count == 1, let byte = bytes.first else {
            throw field.mismatch("it is not a boolean")
        }
        self = field.format == .binary ? byte != 0 : byte == UInt8(ascii: "t")
    }
}

extension Int64: PostgresDecodable {
    /// `int2`, `int4` or `int8`.
    public init(from field: PostgresField) throws(PostgresError) {
        let bytes = try field.required()
        guard field.format == .binary else {
            guard let value = Int64(String(decoding: bytes, as: UTF8.self)) else {
                throw field.mismatch("it is not an integer")
            }
            self = value
            return
        }
        switch field.oid {
        case PostgresType.int2.oid: self = Int64(try field.integer(Int16.self, of: bytes))
        case PostgresType.int4.oid: self = Int64(try field.integer(Int32.self, of: bytes))
        case PostgresType.int8.oid: self = try field.integer(Int64.self, of: bytes)
        default: throw field.mismatch("it is not an integer")
        }
    }
}

extension Int: PostgresDecodable {
    /// `int2`, `int4` or `int8`.
    public init(from field: PostgresField) throws(PostgresError) {
        self = Int(try Int64(from: field))
    }
}

extension Int32: PostgresDecodable {
    /// `int2` or `int4`; an `int8` that fits.
    public init(from field: PostgresField) throws(PostgresError) {
        guard let value = Int32(exactly: try Int64(from: field)) else { throw field.mismatch("it exceeds 32 bits") }
        self = value
    }
}

extension Int16: PostgresDecodable {
    /// `int2`; a wider integer that fits.
    public init(from field: PostgresField) throws(PostgresError) {
        guard let value = Int16(exactly: try Int64(from: field)) else { throw field.mismatch("it exceeds 16 bits") }
        self = value
    }
}

extension Double: PostgresDecodable {
    /// `float4`, `float8` or an integer.
    public init(from field: PostgresField) throws(PostgresError) {
        let bytes = try field.required()
        guard field.format == .binary else {
            guard let value = Double(String(decoding: bytes, as: UTF8.self)) else {
                throw field.mismatch("it is not a number")
            }
            self = value
            return
        }
        switch field.oid {
        case PostgresType.float8.oid: self = Double(bitPattern: try field.integer(UInt64.self, of: bytes))
        case PostgresType.float4.oid: self = Double(Float(bitPattern: try field.integer(UInt32.self, of: bytes)))
        default: self = Double(try Int64(from: field))
        }
    }
}

extension UUID: PostgresDecodable {
    /// `uuid`.
    public init(from field: PostgresField) throws(PostgresError) {
        let bytes = try field.required()
        if field.format == .text {
            guard let value = UUID(uuidString: String(decoding: bytes, as: UTF8.self)) else {
                throw field.mismatch("it is not a UUID")
            }
            self = value
            return
        }
        guard field.oid == PostgresType.uuid.oid, bytes.count == 16 else { throw field.mismatch("it is not a UUID") }
        self = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}

extension Date: PostgresDecodable {
    /// `timestamptz`, in binary format only: its text form depends on the session.
    public init(from field: PostgresField) throws(PostgresError) {
        let bytes = try field.required()
        guard field.format == .binary, field.oid == PostgresType.timestamptz.oid else {
            throw field.mismatch("it is not a timestamptz in binary format")
        }
        let microseconds = try field.integer(Int64.self, of: bytes)
        self = Date(timeIntervalSince1970: Double(microseconds) / 1e6 + Self.postgresEpoch)
    }
}

extension Bytea: PostgresDecodable {
    /// `bytea`, in binary format only.
    public init(from field: PostgresField) throws(PostgresError) {
        let bytes = try field.required()
        guard field.format == .binary, field.oid == PostgresType.bytea.oid else {
            throw field.mismatch("it is not a bytea in binary format")
        }
        self.init(Array(bytes))
    }
}

extension JSONText: PostgresDecodable {
    /// `json` or `jsonb`.
    public init(from field: PostgresField) throws(PostgresError) {
        let bytes = try field.required()
        switch (field.oid, field.format) {
        case (PostgresType.json.oid, _), (PostgresType.jsonb.oid, .text): self.init(Array(bytes))
        case (PostgresType.jsonb.oid, .binary): self.init(Array(bytes.dropFirst()))
        default: throw field.mismatch("it is not JSON")
        }
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// `nil` for SQL `NULL`.
    public init(from field: PostgresField) throws(PostgresError) {
        self = field.bytes == nil ? nil : try Wrapped(from: field)
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    /// A one-dimensional array in binary format.
    public init(from field: PostgresField) throws(PostgresError) {
        var rest = try field.required()
        guard field.format == .binary else { throw field.mismatch("arrays are read in binary format only") }
        func next(_ count: Int) throws(PostgresError) -> ArraySlice<UInt8> {
            guard count >= 0, rest.count >= count else { throw field.mismatch("the array is cut short") }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        let dimensions = try field.integer(Int32.self, of: try next(4))
        _ = try next(4)
        let element = try field.integer(UInt32.self, of: try next(4))
        self = []
        guard dimensions > 0 else { return }
        guard dimensions == 1 else { throw field.mismatch("it has \(dimensions) dimensions") }
        let count = try field.integer(Int32.self, of: try next(4))
        _ = try next(4)
        guard count >= 0 else { throw field.mismatch("the array is cut short") }
        reserveCapacity(Swift.min(Int(count), rest.count / 4))
        for _ in 0..<count {
            let length = try field.integer(Int32.self, of: try next(4))
            let bytes = length < 0 ? nil : try next(Int(length))
            append(
                try Element(from: PostgresField(column: field.column, oid: element, format: .binary, bytes: bytes))
            )
        }
    }
}
