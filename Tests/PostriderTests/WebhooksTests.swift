import Foundation
import OrderedCollections
import Postrider
import Testing

struct WebhooksTests {
    /// A payload with a property that may be missing, with examples.
    struct Invoice: SchemaComponent {
        var id: UUID
        var note: String?

        static let examples = [
            Invoice(id: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)), note: nil),
            Invoice(id: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)), note: "Thanks"),
        ]

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema {
                Property("id", UUID.self)
                Property("note", String?.self, .maxLength(10))
            }
            .json(in: &registry)
        }
    }

    @Test func nestsGroupsByPlainConcatenation() throws {
        let gateway = Gateway.bare()
        let billing = Webhooks("billing.", tags: ["Billing"])
        let invoices = Webhooks("invoice.", tags: ["Invoices", "Billing"])
        let paid = invoices.post("paid", body: Invoice.self, tags: ["Money"])
        let voided = invoices.delete("voided", body: Invoice.self, deprecated: true)
        billing.include(invoices)
        gateway.webhooks.include(billing)

        let build = try gateway.build()
        let webhooks = build.document["webhooks"]
        #expect(webhooks?.objectValue?.keys.elements == ["billing.invoice.paid", "billing.invoice.voided"])
        let operation = webhooks?["billing.invoice.paid"]?["post"]
        #expect(operation?["tags"] == ["Billing", "Invoices", "Money"])
        #expect(operation?["summary"] == "Billing Invoice Paid")
        #expect(operation?["operationId"] == "billingInvoicePaid")
        #expect(webhooks?["billing.invoice.voided"]?["delete"]?["deprecated"] == true)
        #expect(paid.name == "billing.invoice.paid")
        #expect(voided.name == "billing.invoice.voided")
        #expect(build.webhooks.map(\.name) == ["billing.invoice.paid", "billing.invoice.voided"])
        #expect(build.webhooks.map(\.method) == ["POST", "DELETE"])
    }

    /// What is sent has the property or has it not, and is never null; what is read may be null.
    @Test func documentsThePayloadAsItIsSent() throws {
        let gateway = Gateway.bare()
        _ = gateway.webhooks.post("paid", body: Invoice.self)
        gateway.post("/invoices", .body(Invoice.self)) { $0 }
        let document = try gateway.build().document
        let body = document["webhooks"]?["paid"]?["post"]?["requestBody"]?["content"]?["application/json"]
        #expect(body?["schema"] == ["$ref": "#/components/schemas/Invoice-Output"])
        let schemas = document["components"]?["schemas"]
        let string: JSON = ["type": "string", "maxLength": 10]
        #expect(schemas?["Invoice-Output"]?["properties"]?["note"] == string)
        #expect(schemas?["Invoice-Input"]?["properties"]?["note"] == ["anyOf": [string, ["type": "null"]]])
        #expect(schemas?["Invoice-Output"]?["title"] == "Invoice")
    }

    @Test func showsTheDeclaredExamples() throws {
        let gateway = Gateway.bare()
        _ = gateway.webhooks.post("paid", body: Invoice.self)
        let build = try gateway.build()
        let body = build.document["webhooks"]?["paid"]?["post"]?["requestBody"]?["content"]?["application/json"]
        #expect(body?["examples"]?["Invoice"]?["value"] == ["id": "01020304-0506-0708-090a-0b0c0d0e0f10"])
        #expect(body?["examples"]?["Invoice 2"]?["value"]?["note"] == "Thanks")
        #expect(build.webhooks.first?.example == ["id": "01020304-0506-0708-090a-0b0c0d0e0f10"])
    }

    /// The catalogue's schema stands alone: it is stored and used without the document.
    @Test func bundlesTheSchemaForTheCatalogue() throws {
        let gateway = Gateway.bare()
        _ = gateway.webhooks.post("paid", body: [Invoice].self)
        let schema = try #require(gateway.build().webhooks.first?.schema)
        #expect(schema["items"] == ["$ref": "#/$defs/Invoice"])
        let compiled = try CompiledSchema(schema)
        #expect(compiled.validate([["id": "01020304-0506-0708-090a-0b0c0d0e0f10"]]) == [])
        #expect(compiled.validate([["note": "x"]]).map(\.keyword) == ["required"])
    }

    @Test func refusesAPayloadThatBreaksItsSchema() async throws {
        let gateway = Gateway.bare()
        let paid = gateway.webhooks.post("paid", body: Invoice.self)
        await #expect(throws: PayloadError.notIncluded(webhook: "paid")) {
            try await gateway.emit(paid, Invoice(id: UUID()))
        }
        try await gateway.test { _ async throws in
            await #expect(throws: PayloadError.noOutbox(webhook: "paid")) {
                try await gateway.emit(paid, Invoice(id: UUID()))
            }
            let error = await #expect(throws: PayloadError.self) {
                try await gateway.emit(paid, Invoice(id: UUID(), note: "longer than ten"))
            }
            #expect(error?.description == "the payload of \"paid\" does not match its schema: /note breaks maxLength")
        }
    }

    @Test func declaredResponsesReplaceTheStandardOnes() throws {
        let gateway = Gateway.bare()
        _ = gateway.webhooks.post(
            "paid",
            body: Invoice.self,
            responses: [.response("2XX", "Thank you."), .response(404, "Unknown here.")]
        )
        let responses = try gateway.build().document["webhooks"]?["paid"]?["post"]?["responses"]
        #expect(responses?.objectValue?.keys.elements == ["2XX", "410", "default", "404"])
        #expect(responses?["2XX"]?["description"] == "Thank you.")
    }
}
