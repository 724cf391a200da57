import Foundation
import JSONSchema

/// A type of each shape that a coder meets.
enum JSONCodingSamples {
    struct Subscription: Codable, Equatable {
        var username: String
        var monthlyFee: Double
        var startDate: Date
        var note: String?

        enum CodingKeys: String, CodingKey {
            case username
            case monthlyFee = "monthly_fee"
            case startDate = "start_date"
            case note
        }
    }

    struct Everything: Codable, Equatable {
        var bool = true
        var int = -1
        var int8 = Int8.min
        var int64 = Int64.min
        var uint64 = UInt64.max
        var uint128 = UInt128.max
        var double = 0.1
        var float: Float = 0.1
        var string = "é\n\"𝄞"
        var date = Date(timeIntervalSince1970: 1_767_225_600.125)
        var uuid = UUID(uuid: (0xAB, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xFF))
        var data = Data([0, 0xFF, 0xFE])
        var url = URL(string: "https://example.com/a?b=%20c#d")
        var decimal = Decimal(sign: .minus, exponent: -2, significand: 1999)
        var color = Color.red
        var json: JSON = ["z": 1, "a": [nil, 2.5]]
        var number = JSONNumber(text: "1.50")
        var list = [1, nil, 3]
        var nested: [[Subscription]] = []
        var tags: Set = ["b", "c", "a"]
        var counts = ["b": 2, "a": 1]
        var byColor = [Color.red: 1, Color.blue: 2]
        var byNumber = [10: "x", 2: "y"]
        var shape = Shape.circle(radius: 2)
        var tree = Tree(value: 1, children: [Tree(value: 2)])
        var empty = Empty()
    }

    enum Color: String, Codable, CodingKeyRepresentable {
        case red
        case blue
    }

    enum Shape: Codable, Equatable {
        case circle(radius: Double)
        case none
    }

    struct Tree: Codable, Equatable {
        var value: Int
        var children: [Tree]? = nil
    }

    struct Empty: Codable, Equatable {}

    class Animal: Codable {
        var name = "Rex"
    }

    final class Dog: Animal {
        var age = 3

        private enum CodingKeys: CodingKey {
            case age
        }

        override init() {
            super.init()
        }

        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            age = try container.decode(Int.self, forKey: .age)
            try super.init(from: try container.superDecoder())
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(age, forKey: .age)
            try super.encode(to: container.superEncoder())
        }
    }

    /// Nested containers of both kinds, written in turns, and two requests for the same container.
    struct Point: Codable, Equatable {
        var x: Int
        var y: Int

        enum CodingKeys: CodingKey {
            case x
            case y
            case list
            case more
        }

        init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            var more = container.nestedContainer(keyedBy: CodingKeys.self, forKey: .more)
            try list.encode(x)
            try more.encode(y, forKey: .y)
            var inner = list.nestedContainer(keyedBy: CodingKeys.self)
            var again = encoder.container(keyedBy: CodingKeys.self)
            try again.encode(x, forKey: .x)
            try inner.encodeNil(forKey: .x)
            try list.encodeNil()
            var deep = list.nestedUnkeyedContainer()
            try deep.encode(contentsOf: [x, y])
            var parent = list.superEncoder().singleValueContainer()
            try parent.encode("p")
            _ = container.superEncoder(forKey: .y)
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            var list = try container.nestedUnkeyedContainer(forKey: .list)
            let more = try container.nestedContainer(keyedBy: CodingKeys.self, forKey: .more)
            x = try list.decode(Int.self)
            y = try more.decode(Int.self, forKey: .y)
            let inner = try list.nestedContainer(keyedBy: CodingKeys.self)
            let isNil = try inner.decodeNil(forKey: .x) && list.decodeNil()
            var deep = try list.nestedUnkeyedContainer()
            let last = try list.superDecoder().singleValueContainer().decode(String.self)
            guard isNil, try deep.decode(Int.self) == x, try deep.decode(Int.self) == y, deep.isAtEnd, last == "p"
            else {
                throw DecodingError.dataCorruptedError(in: list, debugDescription: "not a point")
            }
        }
    }
}
