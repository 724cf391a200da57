import Foundation
import Testing

@testable import Outbox

struct SecretBoxTests {
    private let owner = SecretBox.Owner.secret(subscription: UUID())
    private let secret = Array("a key of a subscription".utf8)

    private func key(_ byte: UInt8) throws -> SecretKey {
        try SecretKey(bytes: Array(repeating: byte, count: 32))
    }

    @Test func storesPlainWithoutAKey() throws {
        let stored = try SecretBox().seal(secret, for: owner)
        #expect(stored == [0] + secret)
        #expect(try SecretBox().open(stored, for: owner) == secret)
    }

    @Test func sealsInTheDocumentedForm() throws {
        let key = try key(1)
        let stored = try SecretBox(keys: [key]).seal(secret, for: owner)
        #expect(stored[0] == 1)
        #expect(Array(stored[1..<5]) == key.id)
        #expect(stored.count == 1 + 4 + 12 + secret.count + 16)
        #expect(try SecretBox(keys: [key]).open(stored, for: owner) == secret)
    }

    @Test func sealsTheSameBytesDifferently() throws {
        let box = SecretBox(keys: [try key(1)])
        #expect(try box.seal(secret, for: owner) != box.seal(secret, for: owner))
    }

    /// Rotation: the new key comes first and seals, the old one still opens; plain values of before stay readable.
    @Test func opensWithAnyOfItsKeys() throws {
        let old = try SecretBox(keys: [key(1)]).seal(secret, for: owner)
        let box = SecretBox(keys: [try key(2), try key(1)])
        #expect(try box.open(old, for: owner) == secret)
        #expect(try Array(box.seal(secret, for: owner)[1..<5]) == key(2).id)
        #expect(try box.open([0] + secret, for: owner) == secret)
    }

    @Test(arguments: [true, false])
    func namesTheSettingWhenTheKeyIsMissing(hasAnotherKey: Bool) throws {
        let stored = try SecretBox(keys: [key(1)]).seal(secret, for: owner)
        let box = SecretBox(keys: hasAnotherKey ? [try key(2)] : [])
        let error = #expect(throws: SecretBoxError.self) { try box.open(stored, for: owner) }
        let id = try key(1).id.map { String(format: "%02x", $0) }.joined()
        #expect(error == .missingKey(id: id))
        #expect(error?.description.contains("SECRETS_KEY") == true)
    }

    @Test func opensForItsOwnerOnly() throws {
        let box = SecretBox(keys: [try key(1)])
        let id = UUID()
        let stored = try box.seal(secret, for: .secret(subscription: id))
        #expect(throws: SecretBoxError.damaged) { try box.open(stored, for: .secret(subscription: UUID())) }
        #expect(throws: SecretBoxError.damaged) { try box.open(stored, for: .headers(subscription: id)) }
        #expect(try box.open(stored, for: .secret(subscription: id)) == secret)
    }

    @Test func refusesEveryChangedByte() throws {
        let box = SecretBox(keys: [try key(1)])
        let stored = try box.seal(secret, for: owner)
        for index in stored.indices.dropFirst() {
            var changed = stored
            changed[index] ^= 1
            #expect(throws: SecretBoxError.self) { try box.open(changed, for: owner) }
        }
    }

    @Test(arguments: [[], [2, 1, 1, 1, 1], [1], [1, 0, 0, 0]] as [[UInt8]])
    func refusesWhatItNeverWrote(stored: [UInt8]) throws {
        let box = SecretBox(keys: [try key(1)])
        #expect(throws: SecretBoxError.damaged) { try box.open(stored, for: owner) }
    }

    @Test func refusesASealedValueCutShort() throws {
        let key = try key(1)
        let box = SecretBox(keys: [key])
        for count in 5..<33 {
            let stored = try box.seal([], for: owner).prefix(count)
            #expect(throws: SecretBoxError.damaged) { try box.open(Array(stored), for: owner) }
        }
    }
}

struct SecretKeyTests {
    private let text = Data(repeating: 1, count: 32).base64EncodedString()
    private let other = Data(repeating: 2, count: 32).base64EncodedString()

    @Test func readsOneOrSeveral() throws {
        #expect(try SecretKey.parse(text).count == 1)
        #expect(try SecretKey.parse(" \(text) , \(other)\n").count == 2)
        #expect(try SecretKey.parse("").isEmpty)
        #expect(try SecretKey.parse(" \n").isEmpty)
        #expect(try !SecretBox(setting: "").isSealing)
        #expect(try SecretBox(setting: text).isSealing)
    }

    @Test(arguments: [
        ("swordfish!", 1, "not base64"),
        ("c3dvcmRmaXNo", 1, "9 bytes"),
        (",", 1, "empty"),
    ])
    func saysWhichKeyIsWrong(setting: String, position: Int, reason: String) {
        let error = #expect(throws: SecretKeyError.self) { try SecretKey.parse(setting) }
        #expect(error?.position == position)
        #expect(error?.description.contains(reason) == true)
        #expect(error?.description.contains("SECRETS_KEY") == true)
        #expect(error?.description.contains("sword") == false)
    }

    @Test func countsKeysFromOne() {
        #expect(throws: SecretKeyError(position: 2, reason: "it is empty")) { try SecretKey.parse("\(text),") }
    }
}
