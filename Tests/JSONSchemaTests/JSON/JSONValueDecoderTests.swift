import Foundation
import Testing

@testable import JSONSchema

struct JSONValueDecoderTests {
    private typealias Samples = JSONCodingSamples

    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONValueDecoder().decode(type, from: JSON.parse(text))
    }

    @Test func everyTypeRoundTrips() throws {
        var sample = Samples.Everything()
        sample.nested = [
            [], [.init(username: "rick", monthlyFee: 0.1, startDate: Date(timeIntervalSince1970: 1), note: "n")],
        ]
        let json = try JSONValueEncoder().encode(sample)
        #expect(try JSONValueDecoder().decode(Samples.Everything.self, from: json) == sample)
        #expect(try JSONValueEncoder().encode(sample).text() == json.text())
    }

    @Test func nestedContainersAreReadInTheirPlaces() throws {
        let point = Samples.Point(x: 1, y: 2)
        #expect(try JSONValueDecoder().decode(Samples.Point.self, from: JSONValueEncoder().encode(point)) == point)

        let dog = try decode(Samples.Dog.self, #"{"super":{"name":"Lassie"},"age":7}"#)
        #expect(dog.age == 7)
        #expect(dog.name == "Lassie")
    }

    @Test func optionalsMayBeAbsentOrNull() throws {
        let fields = #""username":"a","monthly_fee":1,"start_date":"2026-01-01T00:00:00Z""#
        #expect(try decode(Samples.Subscription.self, "{\(fields)}").note == nil)
        #expect(try decode(Samples.Subscription.self, "{\(fields),\"note\":null}").note == nil)
        #expect(try decode(Samples.Subscription.self, "{\(fields),\"note\":\"x\"}").note == "x")
        #expect(try decode(Int?.self, "null") == nil)
        #expect(try decode([Int?].self, "[1,null]") == [1, nil])
        #expect(try decode([String: Date?].self, #"{"a":null}"#) == ["a": nil])
    }

    @Test(arguments: [("1", 1), ("1.0", 1), ("1e2", 100), ("-128", -128), ("1270e-1", 127)] as [(String, Int8)])
    func integersComeFromIntegralNumbers(_ text: String, _ value: Int8) throws {
        #expect(try decode(Int8.self, text) == value)
    }

    @Test func largeIntegersAreExact() throws {
        #expect(try decode(Int.self, "2e2") == 200)
        #expect(try decode(Int64.self, "9223372036854775807") == .max)
        #expect(try decode(UInt64.self, "18446744073709551615") == .max)
        #expect(try decode(Int128.self, "-170141183460469231731687303715884105728") == .min)
    }

    @Test func floatingPointNumbersComeFromAnyNumberInRange() throws {
        #expect(try decode(Double.self, "1") == 1)
        #expect(try decode(Double.self, "123456789012345678901234567890") == 1.2345678901234568e29)
        #expect(try decode(Double.self, "-0.0").sign == .minus)
        #expect(try decode(Double.self, "1e-400") == 0)
        #expect(try decode(Float.self, "0.1") == 0.1)
        #expect(try decode(Decimal.self, "\"-0.10\"") == Decimal(sign: .minus, exponent: -1, significand: 1))
        #expect(
            try decode(Decimal.self, "\"12345678901234567890123456789012345678\"").description
                == "12345678901234567890123456789012345678"
        )
        #expect(try decode(JSONNumber.self, "1e400").text == "1e400")
    }

    @Test func datesNeedTheirZone() throws {
        #expect(try decode(Date.self, "\"2026-01-01T01:00:00.5+01:00\"").timeIntervalSince1970 == 1_767_225_600.5)
        #expect(
            try decode(UUID.self, "\"AB010203-0405-0607-0809-0a0b0c0d0eff\"").uuidString
                == "AB010203-0405-0607-0809-0A0B0C0D0EFF"
        )
    }

    @Test(arguments: [
        ("Int", "\"1\"", "expected an integer, found a string"),
        ("Int", "true", "expected an integer, found a boolean"),
        ("Int", "1.5", "expected an integer from -9223372036854775808 to 9223372036854775807"),
        ("Int", "1e999999999", "expected an integer from -9223372036854775808 to 9223372036854775807"),
        ("UInt8", "256", "expected an integer from 0 to 255"), ("UInt8", "-1", "expected an integer from 0 to 255"),
        ("Double", "1e400", "expected a number of a magnitude up to 1.7976931348623157e+308"),
        ("Double", "\"1\"", "expected a number, found a string"),
        ("Float", "1e39", "expected a number of a magnitude up to 3.4028235e+38"),
        ("Double", "null", "expected a number, found null"),
        ("Bool", "1", "expected a boolean, found a number"), ("Bool", "\"true\"", "expected a boolean, found a string"),
        ("String", "1", "expected a string, found a number"),
        ("String", "null", "expected a string, found null"),
        ("Date", "0", "expected a date-time string, found a number"),
        (
            "Date", "\"2026-01-01T00:00:00\"",
            "expected a date-time with its zone (RFC 3339), such as 2026-01-31T23:59:59.000Z"
        ),
        (
            "UUID", "\"ab010203-0405-0607-0809-0a0b0c0d0ef\"",
            "expected a UUID, such as 2f1c7c3a-9d1e-4b52-8f0a-5d3e6c7b8a90"
        ),
        (
            "UUID", "\"ab010203-0405-0607-0809-0a0b0c0d0efff\"",
            "expected a UUID, such as 2f1c7c3a-9d1e-4b52-8f0a-5d3e6c7b8a90"
        ),
        (
            "UUID", "\"ab010203040506070809-0a0b0c0d0eff0000\"",
            "expected a UUID, such as 2f1c7c3a-9d1e-4b52-8f0a-5d3e6c7b8a90"
        ),
        ("Data", "\"AQ=\"", "expected base64 with padding (RFC 4648, section 4)"),
        ("Data", "\"AQ==\\n\"", "expected base64 with padding (RFC 4648, section 4)"),
        ("Data", "\"_-8=\"", "expected base64 with padding (RFC 4648, section 4)"),
        ("Data", "\"AQ\"", "expected base64 with padding (RFC 4648, section 4)"),
        ("URL", "\"/a\"", "expected an absolute URL, such as https://example.com/path"),
        ("URL", "\"\"", "expected an absolute URL, such as https://example.com/path"),
        ("URL", "\"https://exa mple.com\"", "expected an absolute URL, such as https://example.com/path"),
        ("Decimal", "1.5", "expected a decimal string, found a number"),
        ("Decimal", "\"1.5x\"", "expected a decimal number, such as \"19.99\""),
        ("Decimal", "\"1e5\"", "expected a decimal number, such as \"19.99\""),
        ("Decimal", "\"NaN\"", "expected a decimal number, such as \"19.99\""),
        ("Decimal", "\"1,5\"", "expected a decimal number, such as \"19.99\""),
        ("Decimal", "\".5\"", "expected a decimal number, such as \"19.99\""),
        (
            "Decimal", "\"123456789012345678901234567890123456789012345\"",
            "expected a decimal number of at most 38 digits"
        ),
        ("[Int]", "{}", "expected an array, found an object"),
        ("[String: Int]", "[]", "expected an object, found an array"),
    ])
    func whatDoesNotFitIsRefused(_ type: String, _ text: String, _ message: String) throws {
        let types: [any Decodable.Type] = [
            Int.self, UInt8.self, Double.self, Float.self, Bool.self, String.self, Date.self, UUID.self, Data.self,
            URL.self, Decimal.self, [Int].self, [String: Int].self,
        ]
        let names = [
            "Int", "UInt8", "Double", "Float", "Bool", "String", "Date", "UUID", "Data", "URL", "Decimal", "[Int]",
            "[String: Int]",
        ]
        let index = try #require(names.firstIndex(of: type))
        let json = try JSON.parse(text)
        let error = try #require(throws: DecodingError.self) { try JSONValueDecoder().decode(types[index], from: json) }
        #expect(context(of: error).debugDescription == message)
        #expect(context(of: error).codingPath.isEmpty)
    }

    @Test(arguments: [
        (#"{"a":{"b":[{"note":1}]}}"#, ["a", "b", "0"], "the member \"username\" is missing"),
        (#"{"a":{"b":[{"username":1}]}}"#, ["a", "b", "0", "username"], "expected a string, found a number"),
        (
            #"{"a":{"b":[{"username":"x","monthly_fee":null}]}}"#, ["a", "b", "0", "monthly_fee"],
            "expected a number, found null"
        ),
        (
            #"{"a":{"b":[{"username":"x","monthly_fee":1,"start_date":"x"}]}}"#, ["a", "b", "0", "start_date"],
            "expected a date-time with its zone (RFC 3339), such as 2026-01-31T23:59:59.000Z"
        ),
        (#"{"a":{"b":[1]}}"#, ["a", "b", "0"], "expected an object, found a number"),
        (#"{"a":{"b":1}}"#, ["a", "b"], "expected an array, found a number"),
        (#"{"a":[]}"#, ["a"], "expected an object, found an array"),
    ])
    func errorsNameTheirPath(_ text: String, _ path: [String], _ message: String) throws {
        let error = try #require(throws: DecodingError.self) {
            try decode([String: [String: [Samples.Subscription]]].self, text)
        }
        #expect(context(of: error).codingPath.map(\.stringValue) == path)
        #expect(context(of: error).debugDescription == message)
    }

    private func context(of error: DecodingError) -> DecodingError.Context {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context): context
        case .keyNotFound(_, let context), .dataCorrupted(let context): context
        @unknown default: DecodingError.Context(codingPath: [], debugDescription: "unknown error")
        }
    }

    private struct Pair: Decodable {
        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            // A failure must not pass over the element.
            #expect(throws: DecodingError.self) { try container.decode(Bool.self) }
            #expect(throws: DecodingError.self) { try container.nestedUnkeyedContainer() }
            #expect(try container.decode(Int.self) == 1)
            #expect(container.currentIndex == 1 && container.isAtEnd && container.count == 1)
            _ = try container.decode(Int.self)
        }
    }

    @Test func readingPastTheEndIsRefused() throws {
        let error = try #require(throws: DecodingError.self) { try decode(Pair.self, "[1]") }
        #expect(context(of: error).debugDescription == "expected more than 1 elements")
        #expect(context(of: error).codingPath.map(\.intValue) == [1])
    }

    @Test func aSystemDecoderReadsJSONToo() throws {
        let text = #"{"a":[null,true,1,2.5,"s",{}]}"#
        #expect(try JSONDecoder().decode(JSON.self, from: Data(text.utf8)) == JSON.parse(text))
    }
}
