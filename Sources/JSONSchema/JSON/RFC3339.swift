package import Foundation

/// Points in time as text (RFC 3339, `date-time`).
package enum RFC3339 {
    /// The milliseconds since 1970 from the start of the year 0 to the end of 9999.
    private static let range = -62_167_219_200_000.0..<253_402_300_800_000.0

    /// The time in UTC, rounded to the millisecond, as `2026-01-31T23:59:59.000Z`; nil beyond the years 0 to 9999.
    package static func text(of date: Date) -> String? {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        guard range.contains(milliseconds) else { return nil }
        return text(millisecondsSince1970: Int(milliseconds))
    }

    private static func text(millisecondsSince1970 milliseconds: Int) -> String {
        let millisecondsPerDay = 86_400_000
        // Flooring division: what is left is the time of the day, also before 1970.
        let days = (milliseconds >= 0 ? milliseconds : milliseconds - millisecondsPerDay + 1) / millisecondsPerDay
        let time = milliseconds - days * millisecondsPerDay
        let day = CivilDay(daysSince1970: days)
        return String(unsafeUninitializedCapacity: 24) { output in
            var digits = DigitWriter(output: output)
            digits.write(day.year, width: 4, then: .minus)
            digits.write(day.month, width: 2, then: .minus)
            digits.write(day.day, width: 2, then: UInt8(ascii: "T"))
            digits.write(time / 3_600_000, width: 2, then: .colon)
            digits.write(time / 60_000 % 60, width: 2, then: .colon)
            digits.write(time / 1000 % 60, width: 2, then: .point)
            digits.write(time % 1000, width: 3, then: UInt8(ascii: "Z"))
            return digits.position
        }
    }

    /// The point in time that `text` names, or nil when that is not a `date-time`.
    ///
    /// The zone is required. Second 60 is accepted where leap seconds occur, at 23:59 UTC, and means the second after.
    /// Of the fraction nine digits count.
    package static func date(of text: String) -> Date? {
        var text = text
        return text.withUTF8 { bytes in
            var reader = DateTimeReader(bytes)
            return reader.dateTime()
        }
    }
}

private struct DigitWriter {
    let output: UnsafeMutableBufferPointer<UInt8>
    var position = 0

    mutating func write(_ value: Int, width: Int, then separator: UInt8) {
        var rest = value
        for place in (position..<position + width).reversed() {
            output[place] = .zero + UInt8(rest % 10)
            rest /= 10
        }
        output[position + width] = separator
        position += width + 1
    }
}

private struct DateTimeReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func dateTime() -> Date? {
        guard let days = date(), take(UInt8(ascii: "t"), ignoringCase: true),
            let hour = number(width: 2, in: 0...23), take(.colon),
            let minute = number(width: 2, in: 0...59), take(.colon),
            let second = number(width: 2, in: 0...60), let fraction = fraction(), let offset = zone(),
            position == bytes.count
        else { return nil }
        let minutes = (days * 24 + hour) * 60 + minute - offset
        // Only the last minute of a day in UTC can have a second 60.
        if second == 60, (minutes + 1) % 1440 != 0 { return nil }
        let seconds = minutes * 60 + second
        return Date(timeIntervalSinceReferenceDate: Double(seconds - 978_307_200) + fraction)
    }

    private mutating func date() -> Int? {
        guard let year = number(width: 4, in: 0...9999), take(.minus),
            let month = number(width: 2, in: 1...12), take(.minus),
            let day = number(width: 2, in: 1...CivilDay.days(inMonth: month, of: year))
        else { return nil }
        return CivilDay(year: year, month: month, day: day).daysSince1970
    }

    /// A fraction of a second, 0 when there is none, nil when a point stands alone.
    private mutating func fraction() -> Double? {
        guard take(.point) else { return 0 }
        let start = position
        var nanoseconds = 0
        while position < bytes.count, bytes[position].isDigit {
            if position - start < 9 { nanoseconds = nanoseconds * 10 + Int(bytes[position] - .zero) }
            position += 1
        }
        guard position > start else { return nil }
        for _ in min(position - start, 9)..<9 { nanoseconds *= 10 }
        return Double(nanoseconds) / 1e9
    }

    /// The offset from UTC in minutes.
    private mutating func zone() -> Int? {
        if take(UInt8(ascii: "z"), ignoringCase: true) { return 0 }
        let isEast = take(.plus)
        guard isEast || take(.minus), let hours = number(width: 2, in: 0...23), take(.colon),
            let minutes = number(width: 2, in: 0...59)
        else { return nil }
        return (isEast ? 1 : -1) * (hours * 60 + minutes)
    }

    private mutating func number(width: Int, in range: ClosedRange<Int>) -> Int? {
        guard position + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + width] {
            guard byte.isDigit else { return nil }
            value = value * 10 + Int(byte - .zero)
        }
        position += width
        return range.contains(value) ? value : nil
    }

    private mutating func take(_ byte: UInt8, ignoringCase: Bool = false) -> Bool {
        guard position < bytes.count, bytes[position] == byte || ignoringCase && bytes[position] | 0x20 == byte else {
            return false
        }
        position += 1
        return true
    }
}
