import Foundation
import Postrider
import Testing

/// Faults of declarations stop the start, all at once, with the places that cause them.
struct BootCheckTests {
    struct Order: SchemaComponent {
        var total: Double
        static let examples = [Order(total: -1)]

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("total", Double.self, .range(0...)) }.json(in: &registry)
        }
    }

    enum Shop {
        struct Item: SchemaComponent {
            var name: String
            static func definition(in registry: inout SchemaRegistry) -> JSON {
                ObjectSchema { Property("name", String.self) }.json(in: &registry)
            }
        }
    }

    enum Store {
        struct Item: SchemaComponent {
            var size: Int
            static func definition(in registry: inout SchemaRegistry) -> JSON {
                ObjectSchema { Property("size", Int.self) }.json(in: &registry)
            }
        }
    }

    private static func messages(_ declare: (Gateway) -> Void) -> [String] {
        let gateway = Gateway.bare()
        declare(gateway)
        do {
            _ = try gateway.build()
            return []
        } catch let error as DeclarationError {
            return error.messages
        } catch {
            return ["another error: \(error)"]
        }
    }

    @Test func namesBothPlacesOfADuplicateWebhook() {
        let line = #line
        let messages = Self.messages { gateway in
            _ = gateway.webhooks.post("a.b", body: String.self)
            let group = Webhooks("a.")
            _ = group.put("b", body: String.self, name: "other")
            gateway.webhooks.include(group)
        }
        let file = "PostriderTests/BootCheckTests.swift"
        #expect(
            messages == ["the webhook \"a.b\" is declared twice (\(file):\(line + 2), \(file):\(line + 4))"]
        )
    }

    @Test func namesBothPlacesOfADuplicateOperationID() {
        let messages = Self.messages { gateway in
            gateway.get("/paid", name: "paid") { "x" }
            _ = gateway.webhooks.post("paid", body: String.self)
        }
        #expect(messages.count == 1)
        #expect(messages.first?.contains("operationId \"paid\" is used twice") == true)
        #expect(messages.first?.components(separatedBy: "BootCheckTests.swift:").count == 3)
    }

    @Test func namesBothPlacesOfADuplicateRoute() {
        let messages = Self.messages { gateway in
            gateway.get("/users", name: "a") { "x" }
            gateway.get("/users/", name: "b") { "x" }
        }
        #expect(messages.count == 1)
        #expect(messages.first?.contains("two routes answer GET /users/") == true)
        #expect(messages.first?.components(separatedBy: "BootCheckTests.swift:").count == 3)
    }

    @Test func findsASchemaNameThatTwoTypesHave() {
        let messages = Self.messages { gateway in
            gateway.get("/a") { [Shop.Item]() }
            gateway.get("/b") { [Store.Item]() }
        }
        #expect(messages.count == 1)
        #expect(messages.first?.contains("Item") == true)
    }

    @Test func findsAnInvalidExample() {
        let messages = Self.messages { gateway in
            _ = gateway.webhooks.post("order", body: Order.self)
        }
        #expect(messages.count == 1)
        #expect(messages.first?.hasPrefix("example 1 of Order does not match its schema: /total") == true)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var fault: String
        var declare: @Sendable (Gateway) -> Void
        var testDescription: String { fault }
    }

    @Test(arguments: [
        Row(fault: "must start with /") { $0.get("users") { "x" } },
        Row(fault: "must fill its segment") { $0.get("/users/a{id}") { "x" } },
        Row(fault: "(path-parameter)") { $0.get("/users/{id}") { "x" } },
        Row(fault: "(path-parameter)") { $0.get("/users", .path("id", Int.self)) { $0 } },
        Row(fault: "has no {id}") { $0.get("/users", .path("id", Int.self), hidden: true) { $0 } },
        Row(fault: "names a variable twice") { $0.get("/{id}/{id}", .path("id", Int.self)) { $0 } },
        Row(fault: "more than one body") {
            $0.post("/x", .body(String.self), .body(Int.self)) { first, _ in first }
        },
        Row(fault: "(duplicate-parameter)") {
            $0.get("/x", .query("a", Int.self), .query("a", Int.self)) { first, _ in first }
        },
        Row(fault: "applies to strings") { $0.get("/x", .query("a", Int.self, .minLength(3))) { $0 } },
        Row(fault: "(example)") { $0.get("/x", .query("a", default: 300, .range(1...200))) { $0 } },
        Row(fault: "must be 1 to 256") { _ = $0.webhooks.post("a b", body: String.self) },
        Row(fault: "must be 1 to 256") { _ = $0.webhooks.post(".a", body: String.self) },
        Row(fault: "is reserved") { _ = $0.webhooks.post("postrider.a", body: String.self) },
        Row(fault: "are included twice") { gateway in
            let group = Webhooks("a.")
            gateway.webhooks.include(group)
            gateway.webhooks.include(group)
        },
        Row(fault: "is included in itself") { gateway in
            let group = RouteGroup("/a")
            group.include(group)
            gateway.include(group)
        },
        Row(fault: "security schemes are called") { gateway in
            let bearer = Authenticator<String>.bearer("key") { credential, _ in credential.token }
            let basic = Authenticator<String>.basic("key") { credential, _ in credential.token }
            gateway.get("/a", .principal(bearer)) { $0 }
            gateway.get("/b", .principal(basic)) { $0 }
        },
    ])
    func findsAFault(row: Row) {
        let messages = Self.messages(row.declare)
        #expect(messages.contains { $0.contains(row.fault) }, "\(messages)")
        #expect(messages.count == 1, "\(messages)")
    }

    @Test func reportsEverythingTogether() {
        let messages = Self.messages { gateway in
            gateway.get("users") { "x" }
            _ = gateway.webhooks.post("a b", body: String.self)
            _ = gateway.webhooks.post("order", body: Order.self)
        }
        #expect(messages.count >= 3)
    }
}
