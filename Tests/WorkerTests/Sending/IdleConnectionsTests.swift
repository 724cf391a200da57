import Outbox
import Testing

@testable import Worker

struct IdleConnectionsTests {
    private final class Connection {}

    private let here = IPAddress(v4: 1)
    private let there = IPAddress(v4: 2)

    private func endpoint(_ name: String) throws -> Endpoint {
        Endpoint(try AddressPolicy().target(of: "https://\(name)/"))
    }

    @Test func givesTheNewestFirst() throws {
        var idle = IdleConnections<Connection>(maximum: 9, maximumPerEndpoint: 9)
        let a = try endpoint("a.test")
        let connections = (0..<3).map { _ in Connection() }
        for connection in connections { #expect(idle.add(connection, to: a, at: here) == nil) }
        for connection in connections.reversed() { #expect(idle.take(a, at: [here]).found === connection) }
        #expect(idle.take(a, at: [here]).found == nil)
        #expect(idle.count == 0)
    }

    @Test func keepsEndpointsApart() throws {
        var idle = IdleConnections<Connection>(maximum: 9, maximumPerEndpoint: 9)
        let connection = Connection()
        _ = idle.add(connection, to: try endpoint("a.test"), at: here)
        #expect(idle.take(try endpoint("b.test"), at: [here]).found == nil)
        #expect(idle.take(try endpoint("a.test:8443"), at: [here]).found == nil)
        #expect(idle.take(Endpoint(try AddressPolicy().target(of: "http://a.test:443/")), at: [here]).found == nil)
        #expect(idle.take(try endpoint("a.test"), at: [here]).found === connection)
    }

    @Test func removesConnectionsToOtherAddresses() throws {
        var idle = IdleConnections<Connection>(maximum: 9, maximumPerEndpoint: 9)
        let a = try endpoint("a.test")
        let (old, older) = (Connection(), Connection())
        _ = idle.add(older, to: a, at: here)
        _ = idle.add(old, to: a, at: there)
        let (found, outdated) = idle.take(a, at: [here])
        #expect(found === older)
        #expect(outdated.count == 1 && outdated.first === old)
        #expect(idle.count == 0)
    }

    @Test func displacesTheOldestOfTheEndpointAtItsLimit() throws {
        var idle = IdleConnections<Connection>(maximum: 9, maximumPerEndpoint: 2)
        let (a, b) = (try endpoint("a.test"), try endpoint("b.test"))
        let connections = (0..<4).map { _ in Connection() }
        #expect(idle.add(connections[0], to: b, at: here) == nil)
        #expect(idle.add(connections[1], to: a, at: here) == nil)
        #expect(idle.add(connections[2], to: a, at: here) == nil)
        #expect(idle.add(connections[3], to: a, at: here) === connections[1])
        #expect(idle.count == 3)
    }

    @Test func displacesTheLongestUnusedAtTheLimit() throws {
        var idle = IdleConnections<Connection>(maximum: 2, maximumPerEndpoint: 2)
        let endpoints = try (0..<3).map { try endpoint("\(["a", "b", "c"][$0]).test") }
        let connections = (0..<3).map { _ in Connection() }
        _ = idle.add(connections[0], to: endpoints[0], at: here)
        _ = idle.add(connections[1], to: endpoints[1], at: here)
        let used = try #require(idle.take(endpoints[0], at: [here]).found)
        _ = idle.add(used, to: endpoints[0], at: here)
        #expect(idle.add(connections[2], to: endpoints[2], at: here) === connections[1])
        #expect(idle.take(endpoints[0], at: [here]).found === connections[0])
    }

    @Test func removesOnce() throws {
        var idle = IdleConnections<Connection>(maximum: 2, maximumPerEndpoint: 2)
        let connection = Connection()
        _ = idle.add(connection, to: try endpoint("a.test"), at: here)
        let removals = [idle.remove(connection), idle.remove(connection)]
        #expect(removals == [true, false])
        #expect(idle.count == 0)
    }

    @Test func keepsNothingWithoutRoom() throws {
        var idle = IdleConnections<Connection>(maximum: 0, maximumPerEndpoint: 8)
        let connection = Connection()
        #expect(idle.add(connection, to: try endpoint("a.test"), at: here) === connection)
    }

    /// A random sequence against the obvious model: an array in the order of use.
    @Test(arguments: [1 as UInt64, 2, 3, 4])
    func agreesWithAnArray(seed: UInt64) throws {
        var random = Sequence64(state: seed)
        var idle = IdleConnections<Connection>(maximum: 6, maximumPerEndpoint: 3)
        var model: [(connection: Connection, endpoint: Endpoint)] = []
        let endpoints = try ["a", "b", "c", "d"].map { try endpoint("\($0).test") }
        for _ in 0..<2000 {
            let endpoint = endpoints[Int(random.next() % 4)]
            switch random.next() % 4 {
            case 0, 1:
                let connection = Connection()
                let siblings = model.filter { $0.endpoint == endpoint }
                let victim = siblings.count >= 3 ? siblings.first : model.count >= 6 ? model.first : nil
                if let victim { model.removeAll { $0.connection === victim.connection } }
                #expect(idle.add(connection, to: endpoint, at: here) === victim?.connection)
                model.append((connection, endpoint))
            case 2:
                let newest = model.last { $0.endpoint == endpoint }
                #expect(idle.take(endpoint, at: [here]).found === newest?.connection)
                model.removeAll { $0.connection === newest?.connection }
            default:
                guard !model.isEmpty else { continue }
                let gone = model.remove(at: Int(random.next() % UInt64(model.count)))
                let wasThere = idle.remove(gone.connection)
                #expect(wasThere)
            }
            #expect(idle.count == model.count)
        }
    }
}

/// A small generator with a seed (SplitMix64).
struct Sequence64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
