import Foundation

/// The place where a list's next page starts: the last key of the page before, opaque to clients.
package struct Cursor: Sendable, Hashable {
    /// Which list it belongs to; another list refuses it.
    package enum List: UInt8, Sendable {
        case subscriptions = 1
        case events = 2
        case deliveries = 3
        case eventTypes = 4
    }

    let list: List
    let key: [UInt8]

    /// The most characters that a cursor's text may have; the longest key is that of an event type, 8 + 256 bytes.
    static let maximumLength = 400

    init(_ list: List, key: [UInt8]) {
        self.list = list
        self.key = key
    }

    /// A key of ids, in the list's order.
    init(_ list: List, _ ids: UUID...) {
        self.init(list, key: ids.flatMap { id in withUnsafeBytes(of: id.uuid, Array.init) })
    }

    /// Base64url without padding (RFC 4648, section 5).
    package var text: String {
        Data([list.rawValue] + key).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads a cursor's text; throws ``CursorError`` when it is not one of the list.
    package init(_ text: String, of list: List) throws(CursorError) {
        guard text.utf8.count <= Self.maximumLength else { throw CursorError() }
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: standard + padding), data.first == list.rawValue else {
            throw CursorError()
        }
        self.init(list, key: Array(data.dropFirst()))
    }

    /// The ids of the key; throws ``CursorError`` when it is not made of that many.
    func ids(_ count: Int) throws(CursorError) -> [UUID] {
        guard key.count == 16 * count else { throw CursorError() }
        return stride(from: 0, to: key.count, by: 16)
            .map { start in
                key[start..<start + 16].withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
            }
    }
}

/// A text that is no cursor of the list that it was given to.
package struct CursorError: Error, Equatable, CustomStringConvertible {
    package let description = "the cursor is not one of this list: pass a next_cursor as it came, or none to start over"
}
