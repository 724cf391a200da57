extension StringFormat {
    /// RFC 3339 `date-time`: a date, `T` and a time.
    static func isDateTime(_ bytes: Bytes) -> Bool {
        guard bytes.count > 11, isDate(bytes.prefix(10)) else { return false }
        return bytes[bytes.startIndex + 10] | 0x20 == UInt8(ascii: "t") && isTime(bytes.dropFirst(11))
    }

    /// RFC 3339 `full-date`, in the proleptic Gregorian calendar.
    static func isDate(_ bytes: Bytes) -> Bool {
        let start = bytes.startIndex
        guard bytes.count == 10, bytes[start + 4] == .minus, bytes[start + 7] == .minus,
            let century = twoDigits(bytes, at: start), let yearOfCentury = twoDigits(bytes, at: start + 2),
            let month = twoDigits(bytes, at: start + 5), let day = twoDigits(bytes, at: start + 8)
        else { return false }
        return day >= 1 && day <= days(inMonth: month, year: century * 100 + yearOfCentury)
    }

    /// RFC 3339 `full-time`: second 60 only where the offset makes it 23:59:60 in UTC.
    static func isTime(_ bytes: Bytes) -> Bool {
        let start = bytes.startIndex
        guard bytes.count >= 9, bytes[start + 2] == .colon, bytes[start + 5] == .colon,
            let hour = twoDigits(bytes, at: start), hour < 24,
            let minute = twoDigits(bytes, at: start + 3), minute < 60,
            let second = twoDigits(bytes, at: start + 6), second <= 60
        else { return false }
        var rest = bytes.dropFirst(8)
        if rest.first == .point {
            rest = rest.dropFirst()
            let digits = rest.prefix(while: \.isDigit)
            guard !digits.isEmpty else { return false }
            rest = rest[digits.endIndex...]
        }
        guard let offset = offsetMinutes(rest) else { return false }
        return second < 60 || (hour * 60 + minute - offset + 2880) % 1440 == 1439
    }

    /// The minutes of `Z`, `+hh:mm` or `-hh:mm`.
    private static func offsetMinutes(_ bytes: Bytes) -> Int? {
        guard let sign = bytes.first else { return nil }
        if sign | 0x20 == UInt8(ascii: "z") { return bytes.count == 1 ? 0 : nil }
        let start = bytes.startIndex
        guard bytes.count == 6, sign == .plus || sign == .minus,
            bytes[start + 3] == .colon,
            let hours = twoDigits(bytes, at: start + 1), hours < 24,
            let minutes = twoDigits(bytes, at: start + 4), minutes < 60
        else { return nil }
        let offset = hours * 60 + minutes
        return sign == .minus ? -offset : offset
    }

    /// RFC 3339, appendix A: units from large to small without a gap, weeks alone.
    static func isDuration(_ bytes: Bytes) -> Bool {
        guard bytes.first == UInt8(ascii: "P"), bytes.count > 1 else { return false }
        let body = bytes.dropFirst()
        guard let mark = body.firstIndex(of: UInt8(ascii: "T")) else {
            return hasUnits(body, of: "W") || hasUnits(body, of: "YMD")
        }
        let date = body[..<mark]
        return (date.isEmpty || hasUnits(date, of: "YMD")) && hasUnits(body[(mark + 1)...], of: "HMS")
    }

    /// Whether the text is one or more `<digits><unit>`, the units following each other as in `units`.
    private static func hasUnits(_ bytes: Bytes, of units: StaticString) -> Bool {
        var rest = bytes
        var previous: Int?
        while !rest.isEmpty {
            let digits = rest.prefix(while: \.isDigit)
            guard !digits.isEmpty, digits.endIndex < rest.endIndex,
                let unit = position(of: rest[digits.endIndex], in: units)
            else { return false }
            if let previous, unit != previous + 1 { return false }
            previous = unit
            rest = rest[(digits.endIndex + 1)...]
        }
        return previous != nil
    }

    private static func position(of byte: UInt8, in units: StaticString) -> Int? {
        units.withUTF8Buffer { $0.firstIndex(of: byte) }
    }

    private static func twoDigits(_ bytes: Bytes, at index: Int) -> Int? {
        let tens = bytes[index]
        let ones = bytes[index + 1]
        guard tens.isDigit, ones.isDigit else { return nil }
        return Int(tens &- 0x30) * 10 + Int(ones &- 0x30)
    }

    private static func days(inMonth month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 1...12: 31
        default: 0
        }
    }
}
