import Foundation
import Postrider
import Testing

struct ParameterTests {
    enum Color: String, CaseIterable, Codable, SchemaComponent {
        case red
        case green
    }

    private static func gateway() -> Gateway {
        let gateway = Gateway.bare()
        gateway.get(
            "/things/{id}",
            .path("id", UUID.self),
            .query("limit", default: 50, .range(1...200)),
            .query("q", String?.self),
            .query("color", [Color].self, .items(...2)),
            .header("x-flag", Bool?.self),
            .cookie("session", String?.self, .minLength(3))
        ) { id, limit, text, colors, flag, session in
            let color = colors.map(\.rawValue).joined(separator: "+")
            let flagText = flag.map { $0 ? "true" : "false" } ?? "-"
            return [id.uuidString.lowercased(), "\(limit)", text ?? "-", color, flagText, session ?? "-"]
        }
        return gateway
    }

    private static let id = "0190a1b2-0000-7000-8000-000000000001"

    struct Row: Sendable, CustomTestStringConvertible {
        var target: String
        var headers: HTTPFields = [:]
        var values: [String]
        var testDescription: String { target }
    }

    @Test(arguments: [
        Row(target: "?color=red", values: ["50", "-", "red", "-", "-"]),
        Row(target: "?color=red&color=green&limit=200", values: ["200", "-", "red+green", "-", "-"]),
        Row(target: "?color=red&q=a+b%2Bc%C3%A9", values: ["50", "a b+cé", "red", "-", "-"]),
        Row(target: "?color=red&q=", values: ["50", "", "red", "-", "-"]),
        Row(target: "?color=red&limit=1e2", values: ["100", "-", "red", "-", "-"]),
        Row(target: "?color=red", headers: [.named("x-flag"): "true"], values: ["50", "-", "red", "true", "-"]),
        Row(
            target: "?color=red",
            headers: [.cookie: "a=b; session=\"abc\""],
            values: ["50", "-", "red", "-", "abc"]
        ),
    ])
    func readsEachByItsType(row: Row) async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.get("/things/\(Self.id)\(row.target)", headers: row.headers)
                #expect(response.status == .ok)
                #expect(try response.decode([String].self) == [Self.id] + row.values)
            }
    }

    @Test func reportsEveryFaultAtOnce() async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.get(
                    "/things/nope?limit=0&color=blue&color=red",
                    headers: [.named("x-flag"): "yes", .cookie: "session=ab"]
                )
                #expect(response.status == 422)
                #expect(response.headers[.contentType] == "application/problem+json")
                let errors = try response.json["errors"]?.arrayValue ?? []
                let places = errors.map { "\($0["in"]?.stringValue ?? "") \($0["pointer"]?.stringValue ?? "")" }
                #expect(places == ["path /id", "query /limit", "query /color/0", "header /x-flag", "cookie /session"])
                let keywords = errors.compactMap { $0["keyword"]?.stringValue }
                #expect(keywords == ["format", "minimum", "enum", "type", "minLength"])
                #expect(errors.allSatisfy { $0["message"]?.stringValue?.isEmpty == false })
            }
    }

    @Test(arguments: [
        ("?color=red&limit=x", "/limit", "type"),
        ("?color=red&limit=3&limit=4", "/limit", "type"),
        ("?color=red&limit=99999999999999999999", "/limit", "maximum"),
        ("", "/color", "required"),
    ])
    func refusesWhatTheSchemaForbids(query: String, pointer: String, keyword: String) async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.get("/things/\(Self.id)\(query)")
                #expect(response.status == 422)
                let error = try response.json["errors"]?[0]
                #expect(error?["pointer"]?.stringValue == pointer)
                #expect(error?["keyword"]?.stringValue == keyword)
            }
    }

    /// An integer that the schema allows and the type cannot hold is the client's fault, not a failure.
    @Test func refusesAnIntegerBeyondItsType() async throws {
        let gateway = Gateway.bare()
        gateway.get("/n", .query("n", Int.self)) { $0 }
        try await gateway.test { client async throws in
            let response = try await client.get("/n?n=1e400")
            #expect(response.status == 422)
            #expect(try response.json["errors"]?[0]?["pointer"]?.stringValue == "/n")
        }
    }

    @Test func refusesMalformedPercentEncoding() async throws {
        try await Self.gateway()
            .test { client async throws in
                let query = try await client.get("/things/\(Self.id)?color=%zz")
                #expect(query.status == .badRequest)
                let path = try await client.get("/things/%ff")
                #expect(path.status == .badRequest)
            }
    }

    @Test func documentsEachWithItsDefaultAndBounds() async throws {
        let gateway = Self.gateway()
        let operation = try gateway.build().document["paths"]?["/things/{id}"]?["get"]
        let parameters = operation?["parameters"]?.arrayValue ?? []
        #expect(parameters.map { $0["in"]?.stringValue } == ["path", "query", "query", "query", "header", "cookie"])
        #expect(parameters.map { $0["required"] == true } == [true, false, false, true, false, false])
        let limit: JSON = ["type": "integer", "format": "int64", "minimum": 1, "maximum": 200, "default": 50]
        #expect(parameters[1]["schema"] == limit)
        #expect(parameters[2]["schema"] == ["type": "string"])
        #expect(operation?["responses"]?["422"]?["$ref"] == "#/components/responses/UnprocessableContent")
    }

    @Test func bundlesInputsIntoAValue() async throws {
        let gateway = Gateway.bare()
        gateway.get("/events", .page, .query("type", String?.self)) { page, type in
            Page(data: ["\(page.limit)", page.cursor ?? "-", type ?? "-"], nextCursor: nil)
        }
        try await gateway.test { client async throws in
            let response = try await client.get("/events?cursor=abc&type=t")
            #expect(response.text == #"{"data":["50","abc","t"],"next_cursor":null}"#)
            let refused = try await client.get("/events?limit=201")
            #expect(refused.status == 422)
        }
    }
}
