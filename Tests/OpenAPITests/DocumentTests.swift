import JSONSchema
import OpenAPI
import OrderedCollections
import Testing

struct DocumentTests {
    @Test func writesMembersInTheOrderOfTheSpecification() {
        var document = Document(info: Info(title: "Shop", version: "1"))
        document.servers = [Server(url: "/api")]
        document.tags = [Tag(name: "Orders", description: "What was bought.")]
        var operation = Operation()
        operation.operationID = "readOrders"
        operation.tags = ["Orders"]
        operation.deprecated = true
        operation.security = []
        operation.extensions["x-owner"] = "shop"
        operation.responses["200"] = .value(Response(description: "All."))
        document.paths["/orders"] = PathItem()
        document.paths["/orders"]?.operations["get"] = operation
        document.components.securitySchemes["key"] = SecurityScheme(.apiKey(name: "x-key", place: .header))
        #expect(
            document.json.text() == """
                {"openapi":"3.1.0","info":{"title":"Shop","version":"1"},"servers":[{"url":"/api"}],\
                "paths":{"/orders":{"get":{"tags":["Orders"],"operationId":"readOrders",\
                "responses":{"200":{"description":"All."}},"deprecated":true,"security":[],"x-owner":"shop"}}},\
                "components":{"securitySchemes":{"key":{"type":"apiKey","name":"x-key","in":"header"}}},\
                "tags":[{"name":"Orders","description":"What was bought."}]}
                """
        )
        #expect(document.problems == [])
    }

    @Test(arguments: [
        (SecurityScheme(.bearer(format: "JWT")), #"{"type":"http","scheme":"bearer","bearerFormat":"JWT"}"#),
        (SecurityScheme(.basic, description: "Ask."), #"{"type":"http","description":"Ask.","scheme":"basic"}"#),
        (
            SecurityScheme(.openIDConnect(url: "https://a.example")),
            #"{"type":"openIdConnect","openIdConnectUrl":"https://a.example"}"#
        ),
        (
            SecurityScheme(
                .oauth2(flows: [
                    OAuthFlow(.clientCredentials, tokenURL: "https://a.example/t", scopes: [("read", "To read.")])
                ])
            ),
            #"{"type":"oauth2","flows":{"clientCredentials":{"tokenUrl":"https://a.example/t","scopes":{"read":"To read."}}}}"#
        ),
    ])
    func writesSecuritySchemes(scheme: SecurityScheme, text: String) {
        #expect(scheme.json.text() == text)
    }
}
