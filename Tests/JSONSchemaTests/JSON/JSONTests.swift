import Testing

@testable import JSONSchema

struct JSONTests {
    @Test func literalsGiveEachKind() {
        let name = "Rick"
        let json: JSON = [
            "a": nil, "b": true, "c": 1, "d": 0.25, "e": "Hello \(name)", "f": [1, "x"], "g": [:], "h": [],
        ]
        #expect(json.text() == #"{"a":null,"b":true,"c":1,"d":0.25,"e":"Hello Rick","f":[1,"x"],"g":{},"h":[]}"#)
    }

    @Test func aRepeatedNameInALiteralKeepsTheLastValue() {
        let json: JSON = ["a": 1, "b": 2, "a": 3]
        #expect(json.text() == #"{"a":3,"b":2}"#)
    }

    @Test func accessorsAnswerForTheirKindOnly() {
        let values: [JSON] = [nil, false, 7, 1.5, "s", [1], ["a": 1]]
        #expect(values.map(\.isNull) == [true, false, false, false, false, false, false])
        #expect(values.map(\.boolValue) == [nil, false, nil, nil, nil, nil, nil])
        #expect(values.map(\.intValue) == [nil, nil, 7, nil, nil, nil, nil])
        #expect(values.map(\.doubleValue) == [nil, nil, 7, 1.5, nil, nil, nil])
        #expect(values.map(\.numberValue) == [nil, nil, 7, 1.5, nil, nil, nil])
        #expect(values.map(\.stringValue) == [nil, nil, nil, nil, "s", nil, nil])
        #expect(values.map(\.arrayValue) == [nil, nil, nil, nil, nil, [1], nil])
        #expect(values.map { $0.objectValue != nil } == [false, false, false, false, false, false, true])
    }

    @Test func subscriptsOfWhatIsNotThereAreNil() {
        let json: JSON = ["list": [1, 2]]
        #expect(json["list"]?[1] == 2)
        #expect(json["list"]?[2] == nil)
        #expect(json["list"]?[-1] == nil)
        #expect(json["list"]?["a"] == nil)
        #expect(json["other"] == nil)
        #expect(json[0] == nil)
        #expect(JSON.null["a"] == nil)
    }

    @Test func membersCanBeSetAndRemovedInPlace() {
        var json: JSON = ["a": 1, "b": ["c": 2]]
        json["d"] = 3
        json["b"]?["c"] = "x"
        json["a"] = nil
        #expect(json.text() == #"{"b":{"c":"x"},"d":3}"#)

        var number: JSON = 1
        number["a"] = 2
        #expect(number == 1)
    }

    @Test(arguments: [
        ("1", "1.0", true), ("1", "10e-1", true), ("0", "-0", true), ("1", "true", false), ("0", "false", false),
        ("\"1\"", "1", false), ("null", "0", false), ("[]", "{}", false), ("[1,2]", "[1.0,2]", true),
        ("[1,2]", "[2,1]", false), ("[1]", "[1,1]", false), (#"{"a":1,"b":2}"#, #"{"b":2.0,"a":1}"#, true),
        (#"{"a":1}"#, #"{"a":1,"b":2}"#, false), (#"{"a":1}"#, #"{"b":1}"#, false),
        (#"{"a":[{"x":1,"y":2}]}"#, #"{"a":[{"y":2,"x":1}]}"#, true),
        (#""é""#, #""e\u0301""#, false), (#"{"é":1}"#, #"{"e\u0301":1}"#, false), (#""a""#, #""\u0061""#, true),
    ])
    func equalityFollowsJSONSchema(_ left: String, _ right: String, _ isEqual: Bool) throws {
        let left = try JSON.parse(left)
        let right = try JSON.parse(right)
        #expect((left == right) == isEqual)
        #expect((right == left) == isEqual)
        if isEqual { #expect(left.hashValue == right.hashValue) }
    }

    @Test func differentValuesHaveDifferentHashes() {
        let values: [JSON] = [nil, false, true, 0, 1, 0.5, "", "a", [], [1], [[]], [:], ["a": 1], ["a": 2], ["b": 1]]
        #expect(Set(values).count == values.count)
        #expect(Set(values.map(\.hashValue)).count == values.count)
    }

    @Test func aValueIsThreeWords() {
        #expect(MemoryLayout<JSON>.size == 24)
    }
}
