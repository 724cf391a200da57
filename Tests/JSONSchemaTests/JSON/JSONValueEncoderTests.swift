import Foundation
import Testing

@testable import JSONSchema

struct JSONValueEncoderTests {
    private typealias Samples = JSONCodingSamples

    private func text(_ value: some Encodable) throws -> String {
        try JSONValueEncoder().encode(value).text()
    }

    @Test func structsKeepTheOrderOfTheirProperties() throws {
        let subscription = Samples.Subscription(
            username: "rick",
            monthlyFee: 10,
            startDate: Date(timeIntervalSince1970: 1_767_225_600)
        )
        #expect(
            try text(subscription)
                == #"{"username":"rick","monthly_fee":10,"start_date":"2026-01-01T00:00:00.000Z"}"#
        )
    }

    @Test func everyTypeHasItsForm() throws {
        let expected = #"""
            {
              "bool": true,
              "int": -1,
              "int8": -128,
              "int64": -9223372036854775808,
              "uint64": 18446744073709551615,
              "uint128": 340282366920938463463374607431768211455,
              "double": 0.1,
              "float": 0.1,
              "string": "é\n\"𝄞",
              "date": "2026-01-01T00:00:00.125Z",
              "uuid": "ab010203-0405-0607-0809-0a0b0c0d0eff",
              "data": "AP/+",
              "url": "https://example.com/a?b=%20c#d",
              "decimal": "-19.99",
              "color": "red",
              "json": {
                "z": 1,
                "a": [
                  null,
                  2.5
                ]
              },
              "number": 1.50,
              "list": [
                1,
                null,
                3
              ],
              "nested": [],
              "tags": [
                "a",
                "b",
                "c"
              ],
              "counts": {
                "a": 1,
                "b": 2
              },
              "byColor": {
                "blue": 2,
                "red": 1
              },
              "byNumber": {
                "10": "x",
                "2": "y"
              },
              "shape": {
                "circle": {
                  "radius": 2
                }
              },
              "tree": {
                "value": 1,
                "children": [
                  {
                    "value": 2
                  }
                ]
              },
              "empty": {}
            }
            """#
        #expect(try JSONValueEncoder().encode(Samples.Everything()).text(pretty: true) == expected)
    }

    @Test func valuesWithoutAnObjectAroundThemHaveTheSameForm() throws {
        #expect(try text("x") == "\"x\"")
        #expect(try text(1.5) == "1.5")
        #expect(try text(Optional<Int>.none) == "null")
        #expect(try text(Optional(Date(timeIntervalSince1970: 0))) == "\"1970-01-01T00:00:00.000Z\"")
        #expect(try text([UUID?.none]) == "[null]")
        #expect(try text(["k": Data([1])]) == #"{"k":"AQ=="}"#)
        #expect(try text([Int: Int]()) == "{}")
        #expect(try text(Decimal(string: "1.50")) == "\"1.5\"")
        #expect(try text(Decimal.greatestFiniteMagnitude).utf8.count > 100)
    }

    @Test func unorderedCollectionsComeInAFixedOrder() throws {
        let names = (0..<50).map { "name-\($0)" }
        let sorted = names.sorted()
        let members = Dictionary(uniqueKeysWithValues: names.map { ($0, 0) })
        #expect(try text(members) == "{" + sorted.map { "\"\($0)\":0" }.joined(separator: ",") + "}")
        #expect(try text(Set(names)) == "[" + sorted.map { "\"\($0)\"" }.joined(separator: ",") + "]")
        #expect(try text([1.5: "b", 0.5: "a", 2.5: "c"]) == #"[0.5,"a",1.5,"b",2.5,"c"]"#)
    }

    @Test func nestedContainersKeepTheirPlaces() throws {
        #expect(
            try text(Samples.Point(x: 1, y: 2))
                == #"{"list":[1,{"x":null},null,[1,2],"p"],"more":{"y":2},"x":1,"y":{}}"#
        )
        #expect(try text(Samples.Dog()) == #"{"age":3,"super":{"name":"Rex"}}"#)
    }

    @Test func whatHasNoFormIsRefusedWithItsPath() throws {
        try expectRefusal(of: ["a": [1, Double.nan]], at: ["a", "1"], "nan is not a finite number")
        try expectRefusal(of: -Float.infinity, at: [], "-inf is not a finite number")
        try expectRefusal(of: [Decimal.nan], at: ["0"], "the decimal is not a number")
        try expectRefusal(of: ["u": URL(string: "/relative")], at: ["u"], "the URL is relative")
        try expectRefusal(
            of: [Date(timeIntervalSince1970: 1e12)],
            at: ["0"],
            "the date is not within the years 0 to 9999"
        )
        try expectRefusal(of: ["x": Silent()], at: ["x"], "Silent encodes nothing")
        try expectRefusal(of: [Twofold()], at: ["0"], "Twofold encodes containers of different kinds in one place")
        try expectRefusal(of: Endless(), at: nil, "nested more than 256 levels deep")
    }

    private func expectRefusal(of value: some Encodable, at path: [String]?, _ message: String) throws {
        let error = try #require(throws: EncodingError.self) { try JSONValueEncoder().encode(value) }
        guard case .invalidValue(_, let context) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(context.debugDescription == message)
        if let path { #expect(context.codingPath.map(\.stringValue) == path) }
    }

    private struct Silent: Encodable {
        func encode(to encoder: any Encoder) {}
    }

    private struct Twofold: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(1)
            var value = encoder.singleValueContainer()
            try value.encode(2)
        }
    }

    private struct Endless: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(Endless())
        }
    }

    @Test func aSystemEncoderWritesJSONToo() throws {
        let json: JSON = ["a": [nil, true, 1, 2.5, "s", [:]]]
        #expect(String(decoding: try JSONEncoder().encode(json), as: UTF8.self) == json.text())
    }
}
