extension SchemaRepresentable where Self: FixedWidthInteger {
    /// `integer`, with the bounds of the type up to 32 bits and with a format from 32 bits on.
    ///
    /// The bounds of 64 bits are left to the format: readers that keep numbers as `Double` round them.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        var schema: JSON = ["type": "integer"]
        if isSigned, bitWidth >= 32 { schema["format"] = "int\(bitWidth)" }
        if !isSigned || bitWidth <= 32 { schema["minimum"] = JSON(min) }
        if bitWidth <= 32 { schema["maximum"] = JSON(max) }
        return schema
    }
}

extension Int: SchemaRepresentable {}
extension Int8: SchemaRepresentable {}
extension Int16: SchemaRepresentable {}
extension Int32: SchemaRepresentable {}
extension Int64: SchemaRepresentable {}
extension UInt: SchemaRepresentable {}
extension UInt8: SchemaRepresentable {}
extension UInt16: SchemaRepresentable {}
extension UInt32: SchemaRepresentable {}
extension UInt64: SchemaRepresentable {}
