import JSONSchema
import OpenAPI
import Testing

/// Faults planted in a valid document: each must be found, at its place, and nothing else.
struct LinterTests {
    private static let valid = """
        {
          "openapi": "3.1.0",
          "info": {"title": "Shop", "version": "1"},
          "paths": {"/orders/{id}": {"get": {
            "operationId": "readOrder",
            "security": [{"key": []}],
            "parameters": [
              {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}, "example": "a"},
              {"$ref": "#/components/parameters/trace"}
            ],
            "responses": {"200": {"description": "The order.", "content": {"application/json": {
              "schema": {"$ref": "#/components/schemas/Order"},
              "examples": {"first": {"value": {"id": "a", "total": 3}}, "second": {"$ref": "#/components/examples/order"}}
            }}}}
          }}},
          "webhooks": {"order.paid": {"post": {
            "operationId": "orderPaid",
            "requestBody": {"content": {"application/json": {
              "schema": {"$ref": "#/components/schemas/Order"}, "example": {"id": "a", "total": 3}
            }}},
            "responses": {"2XX": {"description": "Acknowledged."}, "default": {"description": "Retried."}},
            "callbacks": {"done": {"{$request.body#/url}": {"post": {
              "operationId": "orderDone", "responses": {"200": {"description": "Fine."}}
            }}}}
          }}},
          "components": {
            "schemas": {"Order": {
              "type": "object",
              "properties": {"id": {"type": "string"}, "total": {"type": "number", "default": 0}},
              "required": ["id"],
              "examples": [{"id": "b"}]
            }},
            "parameters": {"trace": {"name": "trace", "in": "header", "schema": {"type": "string"}}},
            "examples": {"order": {"value": {"id": "c"}}},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}
          }
        }
        """

    @Test func findsNothingInAValidDocument() throws {
        #expect(try Linter.findings(in: JSON.parse(Self.valid)) == [])
    }

    struct Mutation: Sendable, CustomTestStringConvertible {
        var rule: String
        var pointer: String
        var replaced: String
        var by: String
        /// Rules that the same mutation breaks as well.
        var others: [String] = []
        var testDescription: String { "\(rule) by \(by)" }
    }

    @Test(arguments: [
        Mutation(
            rule: "duplicate-operation-id",
            pointer: "/webhooks/order.paid/post/operationId",
            replaced: "orderPaid",
            by: "readOrder"
        ),
        Mutation(
            rule: "duplicate-operation-id",
            pointer: "/webhooks/order.paid/post/callbacks/done/{$request.body#~1url}/post/operationId",
            replaced: "orderDone",
            by: "orderPaid"
        ),
        Mutation(
            rule: "unresolved-reference",
            pointer: "/webhooks/order.paid/post/requestBody/content/application~1json/schema/$ref",
            replaced: #"schemas/Order"}, "example": {"id": "a", "total": 3}"#,
            by: #"schemas/Nothing"}"#
        ),
        Mutation(
            rule: "security-scheme",
            pointer: "/paths/~1orders~1{id}/get/security/0/lock",
            replaced: #"[{"key": []}]"#,
            by: #"[{"lock": []}]"#
        ),
        Mutation(
            rule: "webhook-path-parameter",
            pointer: "/webhooks/order.paid/post/parameters",
            replaced: #""operationId": "orderPaid","#,
            by: #"""
                "operationId": "orderPaid",
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}],
                """#
        ),
        Mutation(
            rule: "path-parameter",
            pointer: "/paths/~1orders~1{order}/get",
            replaced: "/orders/{id}",
            by: "/orders/{order}"
        ),
        Mutation(
            rule: "required",
            pointer: "/components/schemas/Order/required/1",
            replaced: #""required": ["id"]"#,
            by: #""required": ["id", "price"]"#,
            others: ["example"]
        ),
        Mutation(
            rule: "nullable",
            pointer: "/components/schemas/Order/properties/id/nullable",
            replaced: #""id": {"type": "string"}, "total""#,
            by: #""id": {"type": "string", "nullable": true}, "total""#
        ),
        Mutation(
            rule: "example",
            pointer: "/webhooks/order.paid/post/requestBody/content/application~1json/example/total",
            replaced: #""example": {"id": "a", "total": 3}"#,
            by: #""example": {"id": "a", "total": "3"}"#
        ),
        Mutation(
            rule: "example",
            pointer: "/paths/~1orders~1{id}/get/responses/200/content/application~1json/examples/first/value/id",
            replaced: #"{"value": {"id": "a", "total": 3}}"#,
            by: #"{"value": {"id": 1, "total": 3}}"#
        ),
        Mutation(
            rule: "example",
            pointer: "/paths/~1orders~1{id}/get/responses/200/content/application~1json/examples/second",
            replaced: #"{"value": {"id": "c"}}"#,
            by: #"{"value": {}}"#
        ),
        Mutation(
            rule: "example",
            pointer: "/components/schemas/Order/properties/total/default",
            replaced: #""default": 0"#,
            by: #""default": "none""#
        ),
        Mutation(
            rule: "example",
            pointer: "/components/schemas/Order/examples/0/id",
            replaced: #""examples": [{"id": "b"}]"#,
            by: #""examples": [{"id": 7}]"#
        ),
        Mutation(
            rule: "response-description",
            pointer: "/webhooks/order.paid/post/responses/2XX",
            replaced: #"{"description": "Acknowledged."}"#,
            by: "{}"
        ),
        Mutation(
            rule: "status-code",
            pointer: "/webhooks/order.paid/post/responses/2xx",
            replaced: "2XX",
            by: "2xx"
        ),
        Mutation(rule: "version", pointer: "/openapi", replaced: "3.1.0", by: "3.0.3"),
        Mutation(
            rule: "component-name",
            pointer: "/components/securitySchemes/the key",
            replaced: #""securitySchemes": {"key""#,
            by: #""securitySchemes": {"the key": {"type": "http", "scheme": "basic"}, "key""#
        ),
        Mutation(
            rule: "duplicate-parameter",
            pointer: "/paths/~1orders~1{id}/get/parameters/2",
            replaced: ##"{"$ref": "#/components/parameters/trace"}"##,
            by: ##"""
                {"$ref": "#/components/parameters/trace"}, {"name": "Trace", "in": "header", "schema": {}}
                """##
        ),
        Mutation(
            rule: "path",
            pointer: "/paths/~1orders~1{key}",
            replaced: #""webhooks""#,
            by: #""servers": [], "webhooks""#,
            others: ["path-parameter"]
        ),
    ])
    func findsAPlantedFault(mutation: Mutation) throws {
        var text = Self.valid
        #expect(text.contains(mutation.replaced))
        text = text.replacing(
            mutation.replaced,
            with: mutation.by,
            maxReplacements: mutation.rule == "path-parameter" ? 1 : .max
        )
        var document = try JSON.parse(text)
        if mutation.rule == "path" {
            document["paths"]?["/orders/{key}"] = [
                "get": ["responses": [:], "parameters": [["name": "key", "in": "path", "schema": [:]]]]
            ]
        }
        let findings = Linter.findings(in: document)
        #expect(findings.contains { $0.rule == mutation.rule && $0.pointer == mutation.pointer })
        #expect(Set(findings.map(\.rule)).subtracting([mutation.rule] + mutation.others) == [])
    }

    /// A property may be called like a keyword, and an example may hold anything.
    @Test func looksAtSchemasOnlyWhereTheyAre() throws {
        let document: JSON = [
            "openapi": "3.1.0",
            "components": [
                "schemas": [
                    "Odd": [
                        "type": "object",
                        "properties": ["nullable": ["type": "boolean"], "required": ["type": "string"]],
                        "example": ["nullable": true, "required": "x", "$ref": "#/nowhere"],
                    ]
                ]
            ],
        ]
        #expect(Linter.findings(in: document) == [])
    }

    /// A ring of references ends the search instead of the process.
    @Test func survivesARing() {
        let document: JSON = [
            "openapi": "3.1.0",
            "webhooks": ["a": ["$ref": "#/components/pathItems/a"]],
            "components": [
                "pathItems": ["a": ["$ref": "#/components/pathItems/b"], "b": ["$ref": "#/components/pathItems/a"]],
                "schemas": ["A": ["$ref": "#/components/schemas/A"]],
            ],
        ]
        #expect(Linter.findings(in: document).allSatisfy { $0.rule == "schema" })
    }
}
