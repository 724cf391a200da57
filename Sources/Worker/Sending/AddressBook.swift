import NIOCore
import Outbox

/// What `AddressCache` knows: addresses with their expiry, and the lookups under way with those who wait.
struct AddressBook {
    typealias Waiter = OneShot<AddressCache.Answer>

    private struct Entry {
        var addresses: [IPAddress]
        let expiry: NIODeadline
    }

    private struct Lookup {
        let start: NIODeadline
        var waiters: [ObjectIdentifier: Waiter]
    }

    enum Step {
        /// Start the lookup.
        case first
        /// One is under way.
        case joined
        /// One is under way for longer than anybody shall wait.
        case overdue
    }

    private let maximum: Int
    private let lifetime: TimeAmount
    private var entries: [String: Entry] = [:]
    private var lookups: [String: Lookup] = [:]

    init(maximum: Int, lifetime: TimeAmount) {
        self.maximum = maximum
        self.lifetime = lifetime
    }

    func addresses(of host: String, at now: NIODeadline) -> [IPAddress]? {
        guard let entry = entries[host], entry.expiry > now else { return nil }
        return entry.addresses
    }

    mutating func join(_ host: String, _ waiter: Waiter, at now: NIODeadline, overdue: TimeAmount) -> Step {
        guard let lookup = lookups[host] else {
            lookups[host] = Lookup(start: now, waiters: [ObjectIdentifier(waiter): waiter])
            return .first
        }
        guard now - lookup.start < overdue else { return .overdue }
        lookups[host]?.waiters[ObjectIdentifier(waiter)] = waiter
        return .joined
    }

    mutating func leave(_ host: String, _ waiter: Waiter) {
        lookups[host]?.waiters[ObjectIdentifier(waiter)] = nil
    }

    /// Ends a lookup and returns those who wait for it; a failure is not remembered.
    mutating func finish(_ host: String, _ answer: AddressCache.Answer, at now: NIODeadline) -> [Waiter] {
        if case .success(let addresses) = answer, maximum > 0 {
            if entries[host] == nil, entries.count >= maximum { makeRoom(at: now) }
            entries[host] = Entry(addresses: addresses, expiry: now + lifetime)
        }
        return lookups.removeValue(forKey: host).map { Array($0.waiters.values) } ?? []
    }

    mutating func demote(_ address: IPAddress, of host: String) {
        guard let index = entries[host]?.addresses.firstIndex(of: address) else { return }
        entries[host]?.addresses.remove(at: index)
        entries[host]?.addresses.append(address)
    }

    /// Drops what has expired, or else the entry that expires next.
    private mutating func makeRoom(at now: NIODeadline) {
        entries = entries.filter { $0.value.expiry > now }
        guard entries.count >= maximum, let next = entries.min(by: { $0.value.expiry < $1.value.expiry }) else {
            return
        }
        entries[next.key] = nil
    }
}
