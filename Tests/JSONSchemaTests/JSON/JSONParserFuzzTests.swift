import Testing

@testable import JSONSchema

/// Seeded: a failure names the input, and the same run gives it again.
struct JSONParserFuzzTests {
    /// What is accepted must come back equal from its own text; the rest must be refused with a place in the text.
    private func check(_ bytes: [UInt8]) {
        do throws(JSONParseError) {
            let value = try JSON.parse(bytes)
            for pretty in [false, true] {
                let again = try JSON.parse(value.bytes(pretty: pretty))
                #expect(again == value && again.hashValue == value.hashValue, "\(bytes)")
                #expect(again.text() == value.text(), "\(bytes)")
            }
            #expect(String(validating: bytes, as: UTF8.self) != nil, "\(bytes)")
        } catch {
            #expect((0...bytes.count).contains(error.offset) && error.line >= 1 && error.column >= 1, "\(bytes)")
        }
        _ = JSON.members(of: bytes[...])
        _ = JSON.elements(of: bytes[...])
    }

    @Test func generatedValuesRoundTrip() throws {
        var seed = JSONSeed(10)
        for _ in 0..<1000 {
            let value = value(depth: 4, &seed)
            #expect(try JSON.parse(value.bytes()) == value)
            #expect(try JSON.parse(value.bytes(pretty: true)) == value)
        }
    }

    @Test func mutationsNeverCrash() {
        var seed = JSONSeed(11)
        for _ in 0..<10_000 {
            var bytes = value(depth: 3, &seed).bytes(pretty: Bool.random(using: &seed))
            for _ in 0..<Int.random(in: 1...3, using: &seed) { mutate(&bytes, &seed) }
            check(bytes)
        }
    }

    @Test func truncationsAreRefused() {
        var seed = JSONSeed(12)
        for _ in 0..<100 {
            let bytes = JSON.array([value(depth: 3, &seed)]).bytes()
            let accepted = (0..<bytes.count).filter { (try? JSON.parse(bytes.prefix($0))) != nil }
            #expect(accepted.isEmpty, "\(bytes)")
        }
    }

    @Test func randomBytesNeverCrash() {
        var seed = JSONSeed(13)
        let grammar =
            Array(#"{}[]:,"\ntrufalse0123456789-+.eEu "#.utf8) + [0, 0x1F, 0x7F, 0x80, 0xC3, 0xA9, 0xED, 0xF0, 0xFF]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...40, using: &seed)
            let anyByte = Int.random(in: 0..<4, using: &seed) == 0
            check((0..<count).map { _ in anyByte ? UInt8.random(in: 0...255, using: &seed) : grammar.random(&seed) })
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ seed: inout JSONSeed) {
        guard !bytes.isEmpty else { return }
        let index = bytes.indices.random(&seed)
        switch Int.random(in: 0..<5, using: &seed) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &seed)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(Array(#"{}[]:,"\0-.eu"#.utf8).random(&seed), at: index)
        case 3: bytes.swapAt(index, bytes.indices.random(&seed))
        default: bytes.replaceSubrange(index..<index, with: bytes[bytes.indices.random(&seed)...].prefix(8))
        }
    }

    private func value(depth: Int, _ seed: inout JSONSeed) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &seed) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &seed))
        case 2: return JSON(Int64.random(in: .min ... .max, using: &seed) >> Int.random(in: 0..<64, using: &seed))
        case 3: return .number(number(&seed))
        case 4, 5: return .string(string(&seed))
        case 6: return .array((0..<Int.random(in: 0..<5, using: &seed)).map { _ in value(depth: depth - 1, &seed) })
        default:
            var object: JSON = [:]
            for _ in 0..<Int.random(in: 0..<12, using: &seed) {
                object[string(&seed)] = value(depth: depth - 1, &seed)
            }
            return object
        }
    }

    private func number(_ seed: inout JSONSeed) -> JSONNumber {
        JSONNumber(exactly: Double(bitPattern: seed.next())) ?? JSONNumber(
            text: "1\(seed.next())e-\(seed.next() % 1000)"
        ) ?? 0
    }

    private func string(_ seed: inout JSONSeed) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "b", "\"", "\\", "/", "\0", "\n", "\u{1F}", "\u{7F}", "é", "\u{301}", "日", "𝄞", "\u{FFFF}",
        ]
        var view = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<20, using: &seed) { view.append(scalars.random(&seed)) }
        return String(view)
    }
}
