extension JSONFormatted where Self: FixedWidthInteger {
    func json() -> JSON {
        .number(JSONNumber(self))
    }

    init(json: JSON) throws(JSONFormatFault) {
        guard case .number(let number) = json else { throw .kind(expected: "an integer", found: json) }
        guard let value: Self = number.integer() else {
            throw .value("expected an integer from \(Self.min) to \(Self.max)")
        }
        self = value
    }
}

extension Int: JSONFormatted {}
extension Int8: JSONFormatted {}
extension Int16: JSONFormatted {}
extension Int32: JSONFormatted {}
extension Int64: JSONFormatted {}
extension Int128: JSONFormatted {}
extension UInt: JSONFormatted {}
extension UInt8: JSONFormatted {}
extension UInt16: JSONFormatted {}
extension UInt32: JSONFormatted {}
extension UInt64: JSONFormatted {}
extension UInt128: JSONFormatted {}

extension JSONFormatted where Self: BinaryFloatingPoint & LosslessStringConvertible {
    func json() throws(JSONFormatFault) -> JSON {
        guard let number = JSONNumber(exactly: self) else { throw .value("\(self) is not a finite number") }
        return .number(number)
    }

    init(json: JSON) throws(JSONFormatFault) {
        guard case .number(let number) = json else { throw .kind(expected: "a number", found: json) }
        switch number.storage {
        case .integer(let value):
            self = Self(value)
        case .text(let text):
            guard let value = Self(text), value.isFinite else {
                throw .value("expected a number of a magnitude up to \(Self.greatestFiniteMagnitude)")
            }
            self = value
        }
    }
}

extension Double: JSONFormatted {}
extension Float: JSONFormatted {}
