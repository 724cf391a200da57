public import Foundation

/// A value that can be a parameter; it is sent in the server's binary format.
public protocol PostgresEncodable: Sendable {
    /// The type that the parameter is declared with.
    static var postgresType: PostgresType { get }
    /// Whether the value is SQL `NULL`.
    var isNull: Bool { get }
    /// Appends the binary form; not called when the value is null.
    func encode(into buffer: inout [UInt8])
}

extension PostgresEncodable {
    /// Only optionals can be null.
    public var isNull: Bool { false }
}

extension FixedWidthInteger {
    /// Appends the integer in network byte order.
    func appendBigEndian(to buffer: inout [UInt8]) {
        withUnsafeBytes(of: bigEndian) { buffer.append(contentsOf: $0) }
    }
}

extension Bool: PostgresEncodable {
    /// `bool`.
    public static var postgresType: PostgresType { .bool }
    /// One byte.
    public func encode(into buffer: inout [UInt8]) { buffer.append(self ? 1 : 0) }
}

extension Int: PostgresEncodable {
    /// `int8`.
    public static var postgresType: PostgresType { .int8 }
    /// Eight bytes.
    public func encode(into buffer: inout [UInt8]) { Int64(self).appendBigEndian(to: &buffer) }
}

extension Int16: PostgresEncodable {
    /// `int2`.
    public static var postgresType: PostgresType { .int2 }
    /// Two bytes.
    public func encode(into buffer: inout [UInt8]) { appendBigEndian(to: &buffer) }
}

extension Int32: PostgresEncodable {
    /// `int4`.
    public static var postgresType: PostgresType { .int4 }
    /// Four bytes.
    public func encode(into buffer: inout [UInt8]) { appendBigEndian(to: &buffer) }
}

extension Int64: PostgresEncodable {
    /// `int8`.
    public static var postgresType: PostgresType { .int8 }
    /// Eight bytes.
    public func encode(into buffer: inout [UInt8]) { appendBigEndian(to: &buffer) }
}

extension Double: PostgresEncodable {
    /// `float8`.
    public static var postgresType: PostgresType { .float8 }
    /// IEEE 754, eight bytes.
    public func encode(into buffer: inout [UInt8]) { bitPattern.appendBigEndian(to: &buffer) }
}

extension String: PostgresEncodable {
    /// `text`.
    public static var postgresType: PostgresType { .text }
    /// UTF-8; the server refuses U+0000 with SQLSTATE 22021.
    public func encode(into buffer: inout [UInt8]) { buffer.append(contentsOf: utf8) }
}

extension UUID: PostgresEncodable {
    /// `uuid`.
    public static var postgresType: PostgresType { .uuid }
    /// Sixteen bytes.
    public func encode(into buffer: inout [UInt8]) {
        withUnsafeBytes(of: uuid) { buffer.append(contentsOf: $0) }
    }
}

extension Date: PostgresEncodable {
    /// `timestamptz`.
    public static var postgresType: PostgresType { .timestamptz }
    /// Microseconds since 2000-01-01 UTC; clamped to the years that an `Int64` of microseconds can hold.
    public func encode(into buffer: inout [UInt8]) {
        let microseconds = ((timeIntervalSince1970 - Self.postgresEpoch) * 1e6).rounded()
        let bounded = min(max(microseconds, -9.2e18), 9.2e18)
        Int64(bounded.isNaN ? 0 : bounded).appendBigEndian(to: &buffer)
    }

    /// 2000-01-01T00:00:00Z in Unix seconds.
    static let postgresEpoch: Double = 946_684_800
}

extension Bytea: PostgresEncodable {
    /// `bytea`.
    public static var postgresType: PostgresType { .bytea }
    /// The bytes as they are.
    public func encode(into buffer: inout [UInt8]) { buffer.append(contentsOf: bytes) }
}

extension JSONText: PostgresEncodable {
    /// `json`.
    public static var postgresType: PostgresType { .json }
    /// The document's bytes as they are.
    public func encode(into buffer: inout [UInt8]) { buffer.append(contentsOf: bytes) }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// The wrapped value's type.
    public static var postgresType: PostgresType { Wrapped.postgresType }
    /// Whether there is no value.
    public var isNull: Bool { self == nil || self?.isNull == true }
    /// The wrapped value's binary form.
    public func encode(into buffer: inout [UInt8]) { self?.encode(into: &buffer) }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
    /// The array type over the element's type; arrays of arrays are not supported by the binary form used here.
    public static var postgresType: PostgresType { PostgresType(oid: Element.postgresType.arrayOID, arrayOID: 0) }

    /// One dimension, lower bound 1 (`array_send` in the server's `arrayfuncs.c`).
    public func encode(into buffer: inout [UInt8]) {
        Int32(isEmpty ? 0 : 1).appendBigEndian(to: &buffer)
        Int32(contains { $0.isNull } ? 1 : 0).appendBigEndian(to: &buffer)
        Element.postgresType.oid.appendBigEndian(to: &buffer)
        guard !isEmpty else { return }
        Int32(count).appendBigEndian(to: &buffer)
        Int32(1).appendBigEndian(to: &buffer)
        for element in self { element.encodeWithLength(into: &buffer) }
    }
}

extension PostgresEncodable {
    /// Appends the length in four bytes and the value, or -1 for null.
    func encodeWithLength(into buffer: inout [UInt8]) {
        guard !isNull else { return Int32(-1).appendBigEndian(to: &buffer) }
        let start = buffer.count
        Int32(0).appendBigEndian(to: &buffer)
        encode(into: &buffer)
        let length = Int32(buffer.count - start - 4)
        withUnsafeBytes(of: length.bigEndian) { buffer.replaceSubrange(start..<start + 4, with: $0) }
    }
}
